import Evaluation
import Reports
import Testing

@Suite struct FrameMapTests {
  @Test func refusesFramesThatLieNowhere() throws {
    var frames = blobs(of: 3, clusters: 1)
    frames[2].y = .nan
    let error = #expect(throws: MapError.self) { try FrameMap(frames: frames) }
    #expect(error?.description.hasPrefix("frame 2 (video-0.avi at 0.8 s) has the place (") == true)
    frames[2].y = .infinity
    #expect(throws: MapError.self) { try FrameMap(frames: frames) }
  }

  @Test func refusesNoFramesAndClustersBelowZero() {
    #expect(throws: MapError.self) { try FrameMap(frames: []) }
    let frame = FramesTable.Row(video: "a", seconds: 0, cluster: -1, x: 0, y: 0)
    #expect(throws: MapError.self) { try FrameMap(frames: [frame]) }
  }

  /// A table of clusters as large as such a number would not fit any memory.
  @Test func refusesMoreClustersThanFrames() {
    let frames = [frame("a", "", 0), frame("b", "", 1 << 40)]
    #expect(throws: MapError.self) { try FrameMap(frames: frames) }
    let error = #expect(throws: MapError.self) {
      try FrameMap(frames: [frame("a", "", 0)], clusterCount: 1 << 40)
    }
    #expect(
      error?.description == "1099511627776 clusters of 1 frames can't be drawn; evaluate again")
  }

  /// Cluster 0 holds two frames of b, one of a and one without a category: b has half.
  @Test func summarisesClusters() throws {
    let map = try FrameMap(
      frames: [
        frame("1.avi", "b", 0), frame("1.avi", "b", 0), frame("2.avi", "a", 0),
        frame("3.avi", "", 0), frame("4.avi", "a", 2),
      ], clusterCount: 4)
    let palette = Palette(count: 4)
    #expect(
      map.clusterSummaries == [
        ClusterSummary(
          number: 0, frames: 4, videos: 3, topCategory: "b", topShare: 0.5, colour: palette[0]),
        ClusterSummary(
          number: 1, frames: 0, videos: 0, topCategory: nil, topShare: nil, colour: palette[1]),
        ClusterSummary(
          number: 2, frames: 1, videos: 1, topCategory: "a", topShare: 1, colour: palette[2]),
        ClusterSummary(
          number: 3, frames: 0, videos: 0, topCategory: nil, topShare: nil, colour: palette[3]),
      ])
    #expect(map.categories == ["a", "b"])
  }

  @Test func namesTheFirstOfEquallyFrequentCategories() throws {
    let map = try FrameMap(frames: [frame("1", "b", 0), frame("2", "a", 0)])
    #expect(map.clusterSummaries[0].topCategory == "a")
  }

  /// a shares three frames with cluster 1, so b, which shares two with it, takes cluster 0, and
  /// c finds none and is coloured as no cluster is.
  @Test func givesCategoriesTheColoursOfTheirClusters() throws {
    let map = try FrameMap(
      frames: [
        frame("1", "a", 1), frame("1", "a", 1), frame("1", "a", 1),
        frame("2", "b", 1), frame("2", "b", 1), frame("2", "b", 0),
        frame("3", "c", 1),
      ])
    let palette = Palette(count: 3)
    #expect(map.categoryColours == [palette[1], palette[0], palette[2]])
  }

  private func frame(_ video: String, _ category: String, _ cluster: Int) -> MappedFrame {
    FramesTable.Row(video: video, category: category, seconds: 0, cluster: cluster, x: 0, y: 0)
  }
}
