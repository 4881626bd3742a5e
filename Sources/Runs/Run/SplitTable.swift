import Basics
import Datasets
import Foundation

/// `RUN/split.csv`: which video is trained on and which is evaluated.
public struct SplitTable: Equatable, Sendable {
  /// Names of the videos to train on.
  public let training: [String]
  /// Names of the videos to evaluate.
  public let test: [String]
  /// Whether no evaluated video is trained on.
  public var isHeldOut: Bool { Set(training).isDisjoint(with: test) }

  /// Those of some videos that are trained on.
  public func training(of videos: [StoredVideo]) -> [StoredVideo] {
    let names = Set(training)
    return videos.filter { names.contains($0.name) }
  }

  /// Those of some videos that are evaluated.
  public func test(of videos: [StoredVideo]) -> [StoredVideo] {
    let names = Set(test)
    return videos.filter { names.contains($0.name) }
  }

  /// Takes a split down by the videos' names.
  public init(_ split: TrainTestSplit, of videos: [StoredVideo]) {
    training = split.training.map { videos[$0].name }
    test = split.test.map { videos[$0].name }
  }

  /// Reads the table of a run.
  ///
  /// - Throws: `MalformedFile`, or a `SystemCallError` where it can't be read.
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
  public func write(to path: String) throws {
    let (trained, tested) = (Set(training), Set(test))
    let rows = trained.union(tested).sorted().map { name in
      let part: Part =
        trained.contains(name) ? (tested.contains(name) ? .both : .training) : .test
      return CommaSeparated.row([name, part.rawValue])
    }
    try DurableFile.write(CommaSeparated.row(Self.header) + rows.joined(), to: path)
  }

  private static let header = ["video", "part"]

  private enum Part: String {
    case training, test, both
  }
}
