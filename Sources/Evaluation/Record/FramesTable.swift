import Basics
import Datasets
import Foundation
import Numerics

/// The table of evaluated frames, `frames.csv`, with its rows in the order of `features.npy`.
public struct FramesTable: Equatable, Sendable {
  /// One frame of an evaluation.
  public struct Row: Equatable, Sendable {
    /// The video's path in the collection.
    public var video: String
    /// The video's category; empty if the collection has none.
    public var category: String
    /// The frame's number in its video, from 0.
    public var frame: Int
    /// The frame's time in seconds from the video's start.
    public var seconds: Double
    /// The number of the frame's cluster, from 0.
    public var cluster: Int
    /// The position on the map, to the right.
    public var x: Double
    /// The position on the map, upwards.
    public var y: Double

    /// Creates a row.
    ///
    /// - Parameters:
    ///   - video: the video's path in the collection.
    ///   - category: the video's category; empty if the collection has none.
    ///   - frame: the frame's number in its video, from 0.
    ///   - seconds: the frame's time in seconds from the video's start.
    ///   - cluster: the number of the frame's cluster, from 0.
    ///   - x: the position on the map, to the right, in any unit.
    ///   - y: the position on the map, upwards, in the same unit.
    public init(
      video: String, category: String = "", frame: Int = 0, seconds: Double, cluster: Int,
      x: Double, y: Double
    ) {
      (self.video, self.category, self.frame, self.seconds) = (video, category, frame, seconds)
      (self.cluster, self.x, self.y) = (cluster, x, y)
    }
  }

  /// The rows, one for every frame.
  public let rows: [Row]

  private static let header = ["video", "category", "frame", "time_s", "cluster", "x", "y"]
  /// One more column of a collection's table.
  private static let part = "part"

  /// Creates a table.
  ///
  /// - Parameter rows: the rows, one for every frame.
  public init(rows: [Row]) {
    self.rows = rows
  }

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - hasParts: whether the table has a column for the part of the split, as a collection's has.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file can't be read.
  public init(reading path: String, hasParts: Bool = false) throws {
    rows = try Table.read(path, columns: Self.header + (hasParts ? [Self.part] : [])) { row in
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
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - parts: the part of every video in the split; nil writes no column for it.
  /// - Throws: `SystemCallError`.
  public func write(to path: String, parts: [String: String]? = nil) throws {
    let lines = rows.map { row in
      let fields = [
        row.video, row.category, "\(row.frame)", "\(row.seconds)", "\(row.cluster)", "\(row.x)",
        "\(row.y)",
      ]
      return CommaSeparated.row(fields + (parts.map { [$0[row.video] ?? ""] } ?? []))
    }
    let header = Self.header + (parts == nil ? [] : [Self.part])
    try DurableFile.write(CommaSeparated.row(header) + lines.joined(), to: path)
  }
}

extension FramesTable {
  /// Creates the table of an evaluation.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - clusters: the cluster of every frame.
  ///   - positions: the map position of every frame.
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

/// The table of evaluated videos with their clusters, `videos.csv`.
public struct VideosTable {
  /// The videos.
  public let videos: [StoredVideo]
  /// The cluster of every video, from 0.
  public let clusters: [Int]

  /// Writes the table, durably.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `SystemCallError`.
  public func write(to path: String) throws {
    let rows = zip(videos, clusters).map { video, cluster in
      CommaSeparated.row([video.name, video.category, "\(cluster)"])
    }
    try DurableFile.write(
      CommaSeparated.row(["video", "category", "cluster"]) + rows.joined(), to: path)
  }
}
