import Basics
import Datasets
import Numerics

/// The frames of some videos, in order: what features are computed of.
public struct EvaluationSet {
  /// The videos that have frames.
  public let videos: [StoredVideo]
  /// Their frames, video by video.
  public let frames: [FrameReference]
  /// For every frame, seconds from its video's start.
  public let seconds: [Double]

  /// Takes every stored query frame of some videos.
  public init(of videos: [StoredVideo]) {
    let videos = videos.filter { !$0.frames.isEmpty }
    self.videos = videos
    frames = videos.enumerated().flatMap { index, video in
      video.frames.map { FrameReference(video: index, frame: $0.number, role: .query) }
    }
    seconds = videos.flatMap { $0.frames.map(\.seconds) }
  }

  /// How many categories there are; 0 where the collection has none.
  public var categoryCount: Int { isLabelled ? Set(videos.map(\.category)).count : 0 }

  /// The video of every row of features, and every video's category.
  public var groups: RowGroups {
    RowGroups(
      groupOfRow: frames.map(\.video), count: videos.count,
      categories: isLabelled ? videos.map(\.category) : nil)
  }

  /// The mean of every video's rows.
  ///
  /// - Parameter features: a row a frame.
  public func videoMeans(of features: Features) -> Features {
    features.groupMeans(frames.map(\.video), count: videos.count)
  }

  /// For every frame, the mean of its video's rows around it.
  ///
  /// - Parameters:
  ///   - place: which row is at a frame, given the frame's number.
  ///   - rows: for every video, its rows.
  ///   - radius: how many rows before and after that one are taken.
  func means(around place: (Int) -> Int, of rows: [Features], radius: Int) -> Features {
    var middles = [[Int]](repeating: [], count: rows.count)
    for frame in frames { middles[frame.video].append(place(frame.frame)) }
    // Frames lie video by video.
    let values = zip(rows, middles).flatMap { $0.means(around: $1, radius: radius).values }
    return Features(rows: frames.count, dimension: rows.first?.dimension ?? 0, values: values)
  }

  /// A collection in folders is labelled by them; a flat one is not.
  private var isLabelled: Bool { videos.contains { !$0.category.isEmpty } }
}

extension EvaluationSet {
  /// Draws frames evenly: from every category alike, there from every video alike, and there spread over
  /// the video.
  ///
  /// - Parameters:
  ///   - count: how many frames are drawn; all if there are no more.
  ///   - videos: the videos to draw from.
  ///   - seed: which videos come first where not all can be drawn from.
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

  /// Draws some videos at random, and frames of each that are evenly spaced from its first one on.
  ///
  /// - Parameters:
  ///   - mostFrames: frames of a video at most.
  ///   - mostVideos: videos at most.
  ///   - videos: the videos to draw from.
  ///   - seed: which videos are drawn.
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

  /// The videos' numbers, a category's videos in drawn order, the categories taking turns.
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
