import Discovery

extension FramesTable {
  /// A row for every evaluated frame.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - clusters: for every frame, its cluster.
  ///   - places: for every frame, its place on the map.
  init(_ frames: EvaluatedFrames, clusters: [Int], places: Embedding) {
    self.init(
      rows: frames.frames.indices.map { index in
        let frame = frames.frames[index]
        let video = frames.videos[frame.video]
        return Row(
          video: video.name, category: video.category, frame: frame.frame,
          seconds: frames.seconds[index], cluster: clusters[index],
          x: Double(places.positions[index].x), y: Double(places.positions[index].y))
      })
  }
}
