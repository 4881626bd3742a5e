import Basics
import Datasets
import Numerics

/// The frames of some videos, in the order of the rows of their features.
public struct EvaluationSet {
  /// The videos that have frames.
  public let videos: [StoredVideo]
  /// The frames, video by video.
  public let frames: [FrameReference]
  /// The time of every frame, in seconds from its video's start.
  public let seconds: [Double]

  /// Creates a set of all stored query frames of some videos.
  ///
  /// - Parameter videos: the videos; those without frames are left out.
  public init(of videos: [StoredVideo]) {
    let videos = videos.filter { !$0.frames.isEmpty }
    self.videos = videos
    frames = videos.enumerated().flatMap { index, video in
      video.frames.map { FrameReference(video: index, frame: $0.number, role: .query) }
    }
    seconds = videos.flatMap { $0.frames.map(\.seconds) }
  }

  /// The number of categories; 0 if the videos have none, or just one.
  public var categoryCount: Int {
    isLabelled ? Set(videos.map(\.category)).filter { !$0.isEmpty }.count : 0
  }

  /// The video of every row of features, and the category of every video.
  public var groups: RowGroups {
    RowGroups(
      groupOfRow: frames.map(\.video), count: videos.count,
      categories: isLabelled ? videos.map(\.category) : nil)
  }

  /// Returns the mean of the rows of every video.
  ///
  /// - Parameter features: one row for every frame.
  /// - Returns: one row for every video.
  public func videoMeans(of features: Features) -> Features {
    features.groupMeans(frames.map(\.video), count: videos.count)
  }

  /// Returns, for every frame, the mean of its video's rows around it.
  ///
  /// - Parameters:
  ///   - place: returns the row at a frame, given the frame's number.
  ///   - rows: the rows of every video.
  ///   - radius: how many rows before and after that row are averaged.
  /// - Returns: one row for every frame.
  func means(around place: (Int) -> Int, of rows: [Features], radius: Int) -> Features {
    var middles = [[Int]](repeating: [], count: rows.count)
    for frame in frames { middles[frame.video].append(place(frame.frame)) }
    // Frames are ordered by video.
    let values = zip(rows, middles).flatMap { $0.means(around: $1, radius: radius).values }
    return Features(rows: frames.count, dimension: rows.first?.dimension ?? 0, values: values)
  }

  /// The category of all videos, if there is just one; nil if there are several or none.
  package var onlyCategory: String? {
    let named = Set(videos.map(\.category)).filter { !$0.isEmpty }
    return named.count == 1 ? named.first : nil
  }

  /// Whether the videos have categories to tell apart; one category alone is as none.
  private var isLabelled: Bool {
    onlyCategory == nil && videos.contains { !$0.category.isEmpty }
  }
}

extension EvaluationSet {
  /// Draws frames evenly from all categories, from all videos of a category, and from all parts of a video.
  ///
  /// - Parameters:
  ///   - count: how many frames are drawn; all if there are fewer.
  ///   - videos: the videos to draw from.
  ///   - seed: decides which videos are used first if not all can be used.
  /// - Returns: the videos in their order, each with the frames that were drawn from it.
  public static func draw(_ count: Int, of videos: [StoredVideo], seed: UInt64) -> [StoredVideo] {
    var quotas = [Int](repeating: 0, count: videos.count)
    var left = count
    var order = alternatingCategories(videos, seed: seed)
    while left > 0, !order.isEmpty {
      order = order.filter { quotas[$0] < videos[$0].frames.count }
      for video in order.prefix(left) { quotas[video] += 1 }
      left -= min(left, order.count)
    }
    return zip(videos, quotas).map { video, quota in
      StoredVideo(
        name: video.name, category: video.category,
        frames: (0..<quota).map { video.frames[(2 * $0 + 1) * video.frames.count / (2 * quota)] })
    }
  }

  /// Draws some videos at random, and evenly spaced frames of each, starting with its first frame.
  ///
  /// - Parameters:
  ///   - mostFrames: the largest number of frames of a video.
  ///   - mostVideos: the largest number of videos.
  ///   - videos: the videos to draw from.
  ///   - seed: decides which videos are drawn.
  static func sample(
    _ mostFrames: Int, ofEachOf mostVideos: Int, of videos: [StoredVideo], seed: UInt64
  ) -> EvaluationSet {
    var generator = SeededGenerator(seed: seed)
    let drawn = generator.permutation(of: videos.count).prefix(mostVideos).sorted()
    return EvaluationSet(
      of: drawn.map { number in
        let video = videos[number]
        let count = min(video.frames.count, mostFrames)
        return StoredVideo(
          name: video.name, category: video.category,
          frames: (0..<count).map { video.frames[$0 * video.frames.count / count] })
      })
  }

  /// Returns the videos' numbers in random order within a category, with the categories in turn.
  private static func alternatingCategories(_ videos: [StoredVideo], seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    let shuffled = generator.permutation(of: videos.count)
    var ranks: [String: Int] = [:]
    let turns = shuffled.map { video in
      ranks[videos[video].category, default: 0] += 1
      return (turn: ranks[videos[video].category] ?? 0, category: videos[video].category, video)
    }
    return turns.sorted { ($0.turn, $0.category, $0.2) < ($1.turn, $1.category, $1.2) }.map(\.2)
  }
}
