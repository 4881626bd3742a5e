import Basics
import Datasets
import Foundation
import Numerics

/// `evaluation/frames.csv`: a row a frame, rows as in `features.npy`.
public struct FramesTable: Equatable, Sendable {
  /// One frame of an evaluation.
  public struct Row: Equatable, Sendable {
    /// The video's path in the collection.
    public var video: String
    /// Its category; empty where the collection has none.
    public var category: String
    /// The frame's number in its video, from 0.
    public var frame: Int
    /// Seconds from the video's start.
    public var seconds: Double
    /// The cluster it fell into.
    public var cluster: Int
    /// Its place on the map, rightwards.
    public var x: Double
    /// Its place on the map, upwards.
    public var y: Double

    /// Describes a frame.
    ///
    /// - Parameters:
    ///   - video: the video's path in the collection.
    ///   - category: its category; empty where the collection has none.
    ///   - frame: the frame's number in its video, from 0.
    ///   - seconds: seconds from the video's start.
    ///   - cluster: the cluster's number, from 0.
    ///   - x: the place on the map, rightwards, in any unit.
    ///   - y: the place on the map, in the same unit, upwards.
    public init(
      video: String, category: String = "", frame: Int = 0, seconds: Double, cluster: Int,
      x: Double, y: Double
    ) {
      (self.video, self.category, self.frame, self.seconds) = (video, category, frame, seconds)
      (self.cluster, self.x, self.y) = (cluster, x, y)
    }
  }

  /// The frames.
  public let rows: [Row]

  private static let header = ["video", "category", "frame", "time_s", "cluster", "x", "y"]

  /// Puts a table together.
  public init(rows: [Row]) {
    self.rows = rows
  }

  /// Reads the table of an evaluation.
  ///
  /// - Throws: `MalformedFile`, or a `SystemCallError` where it can't be read.
  public init(reading path: String) throws {
    rows = try Table.read(path, columns: Self.header) { row in
      let fields = row.fields
      guard let frame = Int(fields[2]), let seconds = Double(fields[3]),
        let cluster = Int(fields[4]),
        let x = Double(fields[5]), let y = Double(fields[6])
      else {
        throw MalformedFile(path: path, line: row.line, reason: "not a frame of an evaluation")
      }
      return Row(
        video: fields[0], category: fields[1], frame: frame, seconds: seconds, cluster: cluster,
        x: x, y: y)
    }
  }

  /// Writes the table, durably.
  public func write(to path: String) throws {
    let lines = rows.map { row in
      CommaSeparated.row([
        row.video, row.category, "\(row.frame)", "\(row.seconds)", "\(row.cluster)", "\(row.x)",
        "\(row.y)",
      ])
    }
    try DurableFile.write(CommaSeparated.row(Self.header) + lines.joined(), to: path)
  }
}

extension FramesTable {
  /// A row for every evaluated frame.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - clusters: for every frame, its cluster.
  ///   - positions: for every frame, its place on the map.
  init(_ frames: EvaluationSet, clusters: [Int], positions: [SIMD2<Float>]) {
    self.init(
      rows: frames.frames.indices.map { index in
        let frame = frames.frames[index]
        let video = frames.videos[frame.video]
        return Row(
          video: video.name, category: video.category, frame: frame.frame,
          seconds: frames.seconds[index], cluster: clusters[index],
          x: Double(positions[index].x), y: Double(positions[index].y))
      })
  }
}

/// `videos.csv`: a row a video, with the group that it is in.
public struct VideosTable {
  public let videos: [StoredVideo]
  public let clusters: [Int]

  /// Writes the table, durably.
  public func write(to path: String) throws {
    let rows = zip(videos, clusters).map { video, cluster in
      CommaSeparated.row([video.name, video.category, "\(cluster)"])
    }
    try DurableFile.write(
      CommaSeparated.row(["video", "category", "cluster"]) + rows.joined(), to: path)
  }
}
