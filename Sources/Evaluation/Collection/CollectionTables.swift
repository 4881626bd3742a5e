import Basics
import Datasets
import Foundation

/// One video of a grouped collection: a row of `collection/videos.csv`.
public struct CollectionVideo: Equatable, Sendable {
  /// The video's path in the collection.
  public var video: String
  /// The video's category; empty if the collection has none.
  public var category: String
  /// The part of the split that it was in: `training`, `test` or `both`; empty if it was in none.
  public var part: String
  /// The number of its cluster, from 0.
  public var cluster: Int
  /// The similarity to its cluster's centre, from −1 to 1.
  public var similarity: Double
  /// The nearest other video; empty if there is none.
  public var nearest: String
  /// The similarity to that video, from −1 to 1; 0 if there is none.
  public var nearestSimilarity: Double

  /// Creates a row.
  package init(
    video: String, category: String, part: String, cluster: Int, similarity: Double,
    nearest: String,
    nearestSimilarity: Double
  ) {
    self.video = video
    self.category = category
    self.part = part
    self.cluster = cluster
    self.similarity = similarity
    self.nearest = nearest
    self.nearestSimilarity = nearestSimilarity
  }

  private static let header = [
    "video", "category", "part", "cluster", "similarity", "nearest", "nearest_similarity",
  ]

  /// Reads the table.
  ///
  /// - Parameter path: the file's path.
  /// - Returns: a row for every video.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file can't be read.
  public static func read(_ path: String) throws -> [CollectionVideo] {
    try Table.read(path, columns: header) { row in
      let fields = row.fields
      guard let cluster = Int(fields[3]), cluster >= 0, let similarity = Double(fields[4]),
        let nearestSimilarity = Double(fields[6])
      else { throw MalformedFile(path: path, line: row.line, reason: "not a video of a grouping") }
      return CollectionVideo(
        video: fields[0], category: fields[1], part: fields[2], cluster: cluster,
        similarity: similarity, nearest: fields[5], nearestSimilarity: nearestSimilarity)
    }
  }

  /// Writes the table, durably.
  static func write(_ videos: [CollectionVideo], to path: String) throws {
    let lines = videos.map {
      CommaSeparated.row([
        $0.video, $0.category, $0.part, "\($0.cluster)", rounded($0.similarity), $0.nearest,
        rounded($0.nearestSimilarity),
      ])
    }
    try DurableFile.write(CommaSeparated.row(header) + lines.joined(), to: path)
  }

  /// Writes a similarity with four decimal places: more are rounding errors of 32 bits.
  private static func rounded(_ similarity: Double) -> String { String(format: "%.4f", similarity) }
}

/// One group of videos: a row of `collection/clusters.csv`.
public struct CollectionCluster: Equatable, Sendable {
  /// The number of the cluster, from 0.
  public var cluster: Int
  /// The number of its videos.
  public var videos: Int
  /// The number of frames that look like this cluster, of any video.
  public var frames: Int
  /// The video that is most similar to the cluster's centre.
  public var typical: String
  /// The second most similar video; empty if the cluster has one.
  public var second: String

  /// Creates a row.
  package init(
    cluster: Int, videos: Int, frames: Int, typical: String, second: String
  ) {
    self.cluster = cluster
    self.videos = videos
    self.frames = frames
    self.typical = typical
    self.second = second
  }

  private static let header = ["cluster", "videos", "frames", "typical", "second"]

  /// Sums up the clusters of some videos and frames.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - frames: the frames.
  ///   - count: the number of clusters.
  package static func clusters(
    of videos: [CollectionVideo], frames: [FramesTable.Row], count: Int
  ) -> [CollectionCluster] {
    var members = [[CollectionVideo]](repeating: [], count: count)
    var sizes = [Int](repeating: 0, count: count)
    for video in videos { members[video.cluster].append(video) }
    for frame in frames { sizes[frame.cluster] += 1 }
    return members.enumerated().map { number, members in
      let order = members.mostTypicalFirst.map(\.video)
      return CollectionCluster(
        cluster: number, videos: members.count, frames: sizes[number],
        typical: order.first ?? "", second: order.dropFirst().first ?? "")
    }
  }

  /// Reads the table.
  ///
  /// - Parameter path: the file's path.
  /// - Returns: a row for every cluster.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file can't be read.
  public static func read(_ path: String) throws -> [CollectionCluster] {
    try Table.read(path, columns: header) { row in
      let fields = row.fields
      guard let cluster = Int(fields[0]), let videos = Int(fields[1]), let frames = Int(fields[2])
      else {
        throw MalformedFile(path: path, line: row.line, reason: "not a cluster of a grouping")
      }
      return CollectionCluster(
        cluster: cluster, videos: videos, frames: frames, typical: fields[3], second: fields[4])
    }
  }

  /// Writes the table, durably.
  static func write(_ clusters: [CollectionCluster], to path: String) throws {
    let lines = clusters.map {
      CommaSeparated.row(["\($0.cluster)", "\($0.videos)", "\($0.frames)", $0.typical, $0.second])
    }
    try DurableFile.write(CommaSeparated.row(header) + lines.joined(), to: path)
  }
}

extension [CollectionVideo] {
  /// The videos, the most similar to its cluster's centre first; of equals in the order of their names.
  package var mostTypicalFirst: [CollectionVideo] {
    sorted { ($1.similarity, $0.video) < ($0.similarity, $1.video) }
  }
}
