import Datasets
import Discovery

/// The frames that an evaluation is about: every chosen frame of the evaluated videos, in order.
struct EvaluatedFrames {
  /// The evaluated videos that have frames.
  let videos: [StoredVideo]
  /// Their frames, video by video.
  let frames: [FrameReference]
  /// For every frame, seconds from its video's start.
  let seconds: [Double]

  init(of videos: [StoredVideo]) {
    let videos = videos.filter { !$0.frames.isEmpty }
    self.videos = videos
    frames = videos.enumerated().flatMap { index, video in
      video.frames.map { FrameReference(video: index, frame: $0.number, role: .query) }
    }
    seconds = videos.flatMap { $0.frames.map(\.seconds) }
  }

  /// How many categories there are; 0 where the collection has none.
  var categoryCount: Int { isLabelled ? Set(videos.map(\.category)).count : 0 }

  /// Where every row of features comes from.
  var origins: RowOrigins {
    RowOrigins(
      videoOfRow: frames.map(\.video), videos: videos.count,
      categories: isLabelled ? videos.map(\.category) : nil)
  }

  /// The mean of every video's rows.
  ///
  /// - Parameter features: a row a frame.
  func videoMeans(of features: Features) -> Features {
    features.groupMeans(frames.map(\.video), count: videos.count)
  }

  /// A row a frame: the mean of its video's rows around it.
  ///
  /// - Parameters:
  ///   - rows: for every video, its rows.
  ///   - place: which row is at a frame, given its number.
  ///   - radius: how many rows before and after that one are taken.
  func means(
    around place: (Int) -> Int, of rows: [Features], radius: Int
  ) -> Features {
    var middles = [[Int]](repeating: [], count: rows.count)
    for frame in frames { middles[frame.video].append(place(frame.frame)) }
    // Frames lie video by video.
    let values = zip(rows, middles).flatMap { $0.means(around: $1, radius: radius).values }
    return Features(rows: frames.count, dimension: rows.first?.dimension ?? 0, values: values)
  }

  /// A collection in folders is labelled by them; a flat one is not.
  private var isLabelled: Bool { videos.contains { !$0.category.isEmpty } }
}
