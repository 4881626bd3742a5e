import Basics
import Datasets
import Foundation

/// The table of training and held-out videos, `RUN/split.csv`.
public struct SplitTable: Equatable, Sendable {
  /// The names of the training videos.
  public let training: [String]
  /// The names of the evaluated videos.
  public let test: [String]
  /// Whether no evaluated video is used for training.
  public var isHeldOut: Bool { Set(training).isDisjoint(with: test) }

  /// The part of every video: `training`, `test` or `both`.
  public var parts: [String: String] {
    let (trained, tested) = (Set(training), Set(test))
    return Dictionary(
      uniqueKeysWithValues: trained.union(tested).map { name in
        let part: Part =
          trained.contains(name) ? (tested.contains(name) ? .both : .training) : .test
        return (name, part.rawValue)
      })
  }

  /// Returns the training videos among some videos.
  ///
  /// - Parameter videos: the videos.
  public func training(of videos: [StoredVideo]) -> [StoredVideo] {
    let names = Set(training)
    return videos.filter { names.contains($0.name) }
  }

  /// Returns the evaluated videos among some videos.
  ///
  /// - Parameter videos: the videos.
  public func test(of videos: [StoredVideo]) -> [StoredVideo] {
    let names = Set(test)
    return videos.filter { names.contains($0.name) }
  }

  /// Creates the table of a split.
  ///
  /// - Parameters:
  ///   - split: the split, by the videos' numbers.
  ///   - videos: the videos.
  public init(_ split: TrainTestSplit, of videos: [StoredVideo]) {
    training = split.training.map { videos[$0].name }
    test = split.test.map { videos[$0].name }
  }

  /// Reads a table.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file can't be read.
  public init(reading path: String) throws {
    let rows = try Table.read(path, columns: Self.header) { row in
      guard let part = Part(rawValue: row.fields[1]) else {
        throw MalformedFile(
          path: path, line: row.line, reason: "not training, test or both: \(row.fields[1])")
      }
      return (video: row.fields[0], part: part)
    }
    training = rows.filter { $0.part != .test }.map(\.video)
    test = rows.filter { $0.part != .training }.map(\.video)
  }

  /// Writes the table, durably.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `SystemCallError`.
  public func write(to path: String) throws {
    let rows = parts.sorted { $0.key < $1.key }.map { CommaSeparated.row([$0.key, $0.value]) }
    try DurableFile.write(CommaSeparated.row(Self.header) + rows.joined(), to: path)
  }

  private static let header = ["video", "part"]

  private enum Part: String {
    case training, test, both
  }
}

/// What a user should know of a split, `RUN/split.json`: copies, categories that are too small, names of a list that
/// fit nothing.
public struct SplitRemarks: Codable, Equatable, Sendable {
  /// The remarks, a sentence each.
  public let remarks: [String]

  /// Takes the remarks.
  init(remarks: [String]) { self.remarks = remarks }

  /// Reads the file.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `MalformedJSON`, `OversizedFile`, or `SystemCallError`.
  public init(contentsOf path: String) throws { self = try JSONFile.read(path) }

  /// Writes the file, durably.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `SystemCallError`.
  func write(to path: String) throws { try JSONFile.write(self, to: path) }
}
