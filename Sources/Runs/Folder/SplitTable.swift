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

  /// Takes a split down by the videos' names.
  public init(_ split: TrainTestSplit, of videos: [StoredVideo]) {
    training = split.training.map { videos[$0].name }
    test = split.test.map { videos[$0].name }
  }

  /// Reads the table of a run.
  ///
  /// - Throws: ``RunError/malformed(path:reason:)``.
  public init(reading path: String) throws {
    let rows: [[String]]
    do {
      rows = try CommaSeparated.parse(BoundedFile.text(path, atMost: BoundedFile.mostOfTable))
    } catch {
      throw RunError.malformed(path: path, reason: "\(error)")
    }
    guard rows.first == Self.header, rows.dropFirst().allSatisfy({ $0.count == 2 }) else {
      throw RunError.malformed(path: path, reason: "its columns are not video,part")
    }
    training = rows.dropFirst().filter { $0[1] != Part.test.rawValue }.map { $0[0] }
    test = rows.dropFirst().filter { $0[1] != Part.training.rawValue }.map { $0[0] }
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
