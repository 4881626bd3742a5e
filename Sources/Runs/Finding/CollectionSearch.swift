import Basics
import Evaluation
import Foundation
import Numerics
import Videos

/// Finds the frames and videos of a run's collection that are most like a frame, a video or a picture.
public struct CollectionSearch {
  /// A frame that was found.
  public struct FoundFrame: Encodable, Equatable, Sendable {
    /// The video's path in the collection.
    public var video: String
    /// The frame's number in its video, from 0.
    public var frame: Int
    /// The frame's second.
    public var seconds: Double
    /// The number of the group that the frame looks like.
    public var cluster: Int
    /// The cosine of the features, at most 1.
    public var score: Double
  }

  /// A video that was found.
  public struct FoundVideo: Encodable, Equatable, Sendable {
    /// The video's path in the collection.
    public var video: String
    /// The number of its group.
    public var cluster: Int
    /// The cosine of the features, at most 1.
    public var score: Double
  }

  /// What was found.
  public struct Result: Encodable, Equatable, Sendable {
    /// The name of the query.
    public var query: String
    /// The second that frames are compared with; nil for a picture.
    public var seconds: Double?
    /// What frames were compared by: appearance, motion or both.
    public var comparedBy: Modality
    /// The nearest frames of other videos, at most one a video, nearest first.
    public var frames: [FoundFrame]
    /// The nearest other videos, nearest first.
    public var videos: [FoundVideo]
    /// The cosine that the nearest frame of another video has, or more, for 95 % of the collection's own frames; nil if
    /// the collection has one video.
    public var usualScore: Double?
    /// The frame that was compared; nil if the collection has it.
    package var picture: RGBImage?

    /// Whether nothing in the collection is as near as usual.
    public var isUnlikeAll: Bool {
      guard let usualScore, let best = frames.first else { return false }
      return best.score < usualScore
    }

    private enum CodingKeys: CodingKey {
      case query, seconds, comparedBy, frames, videos, usualScore
    }
  }

  let run: RunFolder
  let settings: Settings
  let index: CollectionIndex
  private let context: RunContext

  /// Reads a run's grouping.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - settings: its settings.
  ///   - context: can cancel the search.
  /// - Throws: ``RunError/notEvaluated(path:)``, and errors of reading.
  public init(_ run: RunFolder, settings: Settings, in context: RunContext) throws {
    (self.run, self.settings, self.context) = (run, settings, context)
    index = try CollectionIndex(reading: run)
  }

  /// Searches.
  ///
  /// A video of the collection is compared by the features that it was grouped by. Any other file goes through
  /// the run's network, and is compared by appearance.
  ///
  /// - Parameters:
  ///   - text: the name of a video, or the path of a video or a picture; `@` and a second may follow.
  ///   - count: how many frames and videos to find.
  /// - Returns: what was found.
  /// - Throws: ``SearchError``, and errors of reading or computing.
  public func find(_ text: String, count: Int) throws -> Result {
    let query = SearchQuery(text) { index.framesOfVideo[$0] != nil || Folder.isFile($0) }
    if let own = index.framesOfVideo[query.name] {
      return try find(memberOf: query, frames: own, count: count)
    }
    guard Folder.isFile(query.name) else {
      throw SearchError.unknown(query.name, similar: similarNames(to: query.name))
    }
    guard let features = try index.appearance() else {
      throw SearchError.noAppearance(run: run.path)
    }
    let outside = try OutsideFile(query.name, like: run, settings: settings, in: context)
    guard !outside.isPicture || query.seconds == nil else {
      throw SearchError.noSeconds(name: query.name)
    }
    let frame =
      query.seconds == nil
      ? typicalFrame(among: Array(outside.seconds.indices), of: outside.features)
      : try Self.nearest(to: query.seconds, among: outside.seconds, name: query.name)
    let videoMeans = means(of: features)
    return Result(
      query: query.name, seconds: outside.isPicture ? nil : outside.seconds[frame],
      comparedBy: .appearance,
      frames: nearestFrames(to: Array(outside.features[frame]), in: features, besides: nil, count),
      videos: nearestVideos(
        to: query.seconds == nil ? outside.mean : Array(outside.features[frame]), in: videoMeans,
        besides: nil, count),
      usualScore: usualScore(of: features), picture: try outside.picture(frame))
  }

  /// The group of a found frame or video, by its name if it has one.
  ///
  /// - Parameter cluster: the number of the group.
  public func groupName(_ cluster: Int) -> String { index.names[cluster] }

  /// What the groups are made by.
  public var groupedBy: Modality { index.summary.groupedBy }

  private func find(memberOf query: SearchQuery, frames own: [Int], count: Int) throws -> Result {
    let features = try index.grouped()
    let place =
      query.seconds == nil
      ? typicalFrame(among: own, of: features)
      : own[
        try Self.nearest(
          to: query.seconds, among: own.map { index.frames[$0].seconds }, name: query.name)]
    let videos = try index.videoFeatures()
    let number = index.videos.firstIndex { $0.video == query.name }
    return Result(
      query: query.name, seconds: index.frames[place].seconds,
      comparedBy: index.frameModality,
      frames: nearestFrames(
        to: Array(features[place]), in: features, besides: query.name, count),
      videos: number.map {
        nearestVideos(to: Array(videos[$0]), in: videos, besides: query.name, count)
      } ?? [], usualScore: usualScore(of: features))
  }

  private func usualScore(of features: Features) -> Double? {
    UsualLikeness(of: features, index.frames, threads: settings.threads).score
  }

  /// The frame that is most like the mean of its video.
  private func typicalFrame(among own: [Int], of features: Features) -> Int {
    let mean = Self.mean(of: own.map { Array(features[$0]) })
    return own.max { Self.cosine(features[$0], mean) < Self.cosine(features[$1], mean) } ?? own[0]
  }

  private func nearestFrames(
    to row: [Float], in features: Features, besides name: String?, _ count: Int
  ) -> [FoundFrame] {
    var best: [String: (frame: Int, score: Double)] = [:]
    for (number, frame) in index.frames.enumerated() where frame.video != name {
      let score = Self.cosine(features[number], row)
      if best[frame.video].map({ score > $0.score }) ?? true {
        best[frame.video] = (number, score)
      }
    }
    return best.values.sorted { ($1.score, $0.frame) < ($0.score, $1.frame) }.prefix(count).map {
      let frame = index.frames[$0.frame]
      return FoundFrame(
        video: frame.video, frame: frame.frame, seconds: frame.seconds, cluster: frame.cluster,
        score: $0.score)
    }
  }

  private func nearestVideos(
    to row: [Float], in features: Features, besides name: String?, _ count: Int
  ) -> [FoundVideo] {
    index.videos.indices.filter { index.videos[$0].video != name }
      .map { (video: $0, score: Self.cosine(features[$0], row)) }
      .sorted { ($1.score, $0.video) < ($0.score, $1.video) }.prefix(count).map {
        let video = index.videos[$0.video]
        return FoundVideo(video: video.video, cluster: video.cluster, score: $0.score)
      }
  }

  /// The mean of every video's frames, rows of length 1.
  private func means(of features: Features) -> Features {
    let rows = index.videos.map { video in
      Self.mean(of: (index.framesOfVideo[video.video] ?? []).map { Array(features[$0]) })
    }
    let dimension = features.dimension
    return Features(
      rows: rows.count, dimension: dimension,
      values: rows.flatMap { $0.isEmpty ? [Float](repeating: 0, count: dimension) : $0 }
    ).l2Normalised()
  }

  /// Names that a user may have meant: those that contain what was written, else the nearest one.
  private func similarNames(to name: String) -> [String] {
    let names = index.videos.map(\.video)
    // Parts of less than three letters are in too many names.
    let wanted = (name.split(separator: "/").last.map(String.init) ?? name).lowercased()
    let holding = wanted.count < 3 ? [] : names.filter { $0.lowercased().contains(wanted) }
    guard holding.isEmpty else { return Array(holding.prefix(3)) }
    return [NearestName.of(name, among: names)].compactMap(\.self)
  }

  /// The frame at a second, or the first one.
  private static func nearest(
    to wanted: Double?, among seconds: [Double], name: String
  ) throws -> Int {
    guard let wanted else { return 0 }
    let last = seconds.max() ?? 0
    // Frames are stored every few tenths of a second, so the video goes on a little after the last one.
    guard wanted <= last + 1 else {
      throw SearchError.beyondEnd(name: name, seconds: wanted, last: last)
    }
    return seconds.indices.min { abs(seconds[$0] - wanted) < abs(seconds[$1] - wanted) } ?? 0
  }

  static func mean(of rows: [[Float]]) -> [Float] {
    guard var sum = rows.first else { return [] }
    for row in rows.dropFirst() { for index in sum.indices { sum[index] += row[index] } }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? sum.map { $0 / length } : sum
  }

  private static func cosine(_ one: some Sequence<Float>, _ other: [Float]) -> Double {
    Double(zip(one, other).reduce(Float(0)) { $0 + $1.0 * $1.1 })
  }
}
