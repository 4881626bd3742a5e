import Basics
import Foundation

/// Two videos that show the same footage: a row of `collection/duplicates.csv`.
public struct DuplicatePair: Equatable, Sendable {
  /// What makes one video differ from the other.
  public enum Relation: String, CaseIterable, Sendable {
    /// The files are equal.
    case sameFile = "same-file"
    /// One was cut out of the other.
    case cut
    /// Each has a part that the other lacks.
    case overlapping
    /// One is mirrored left to right.
    case flipped
    /// One shows a part of the other's picture.
    case cropped
    /// The pictures have other sizes.
    case resized
    /// Nothing else differs.
    case reencoded = "re-encoded"

    /// The difference in words.
    public var words: String {
      switch self {
      case .sameFile: "nothing: the same file"
      case .cut: "cut"
      case .overlapping: "both are cut"
      case .flipped: "mirrored"
      case .cropped: "cropped"
      case .resized: "size"
      case .reencoded: "encoding"
      }
    }
  }

  /// The video that begins first, or the longer one if both begin together.
  public var video: String
  /// The other video.
  public var other: String
  /// How alike they are, at most 1.
  public var score: Double
  /// What makes them differ; at least one.
  public var relations: [Relation]
  /// The second of `video` at which `other` begins.
  public var offset: Double
  /// The part of the split that `video` was in; empty if it was in none.
  public var part = ""
  /// The part of the split that `other` was in.
  public var otherPart = ""

  /// Describes a pair.
  package init(
    video: String, other: String, score: Double, relations: [Relation], offset: Double
  ) {
    (self.video, self.other, self.score) = (video, other, score)
    (self.relations, self.offset) = (relations, offset)
  }

  /// Whether one of the two was trained on and the other held out.
  public var isAcrossSplit: Bool { Set([part, otherPart]) == ["training", "test"] }

  private static let header = [
    "video", "other", "score", "relation", "offset_s", "part", "other_part",
  ]

  /// Reads a table of pairs.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file can't be read.
  public static func read(_ path: String) throws -> [DuplicatePair] {
    try Table.read(path, columns: header) { row in
      let relations = row.fields[3].split(separator: " ").compactMap {
        Relation(rawValue: String($0))
      }
      guard let score = Double(row.fields[2]), let offset = Double(row.fields[4]),
        !relations.isEmpty
      else { throw MalformedFile(path: path, line: row.line, reason: "not a pair of copies") }
      var pair = DuplicatePair(
        video: row.fields[0], other: row.fields[1], score: score, relations: relations,
        offset: offset)
      (pair.part, pair.otherPart) = (row.fields[5], row.fields[6])
      return pair
    }
  }

  /// Writes a table of pairs, durably.
  ///
  /// - Parameters:
  ///   - pairs: the pairs.
  ///   - path: the file's path.
  /// - Throws: `SystemCallError`.
  package static func write(_ pairs: [DuplicatePair], to path: String) throws {
    let rows = pairs.map { pair in
      CommaSeparated.row([
        pair.video, pair.other, String(format: "%.3f", pair.score),
        pair.relations.map(\.rawValue).joined(separator: " "),
        String(format: "%.2f", pair.offset), pair.part, pair.otherPart,
      ])
    }
    try DurableFile.write(CommaSeparated.row(header) + rows.joined(), to: path)
  }
}

extension [DuplicatePair] {
  /// Says which held-out videos are copies of trained ones, and what to do; nil if none is.
  ///
  /// - Parameter path: the table of pairs, for the advice.
  public func warning(from path: String) -> String? {
    var copies: [String: String] = [:]
    for pair in self where pair.isAcrossSplit {
      let (held, trained) =
        pair.part == "test" ? (pair.video, pair.other) : (pair.other, pair.video)
      copies[held] = copies[held].map { Swift.min($0, trained) } ?? trained
    }
    guard !copies.isEmpty else { return nil }
    let names = copies.sorted { $0.key < $1.key }.map { "\($0.key) (of \($0.value))" }
    let most = 3
    let shown =
      names.prefix(most).joined(separator: ", ")
      + (names.count > most ? " and \(names.count - most) more" : "")
    let seem =
      names.count == 1
      ? "1 held-out video seems to be a copy" : "\(names.count) held-out videos seem to be copies"
    return
      "\(seem) of trained footage, and then the scores are too good: \(shown). Look at them. To keep copies on "
      + "one side, start another run with --duplicates \(path)"
  }
}
