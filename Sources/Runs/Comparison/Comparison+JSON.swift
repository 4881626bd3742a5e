import Discovery
import Foundation

extension Comparison {
  /// The same as JSON: keys in alphabetic order, a line each; shares are from 0 to 1.
  ///
  /// - Throws: `EncodingError` if a number is not finite, which JSON can't hold.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(self)), as: UTF8.self) + "\n"
  }
}

private struct Document: Encodable {
  struct Group: Encodable {
    var name: String
    var runs: [String]
    var seeds: [UInt64]
    var groupedBy: [Evidence?]
    var measures: [String: Spread]

    enum CodingKeys: String, CodingKey {
      case name, runs, seeds, measures
      case groupedBy = "grouped_by"
    }
  }

  struct Baseline: Encodable {
    var name: String
    var runs: Int
    var measures: [String: Spread]
  }

  var groups: [Group]
  var baselines: [Baseline]
  var hasSameFrames: Bool

  init(_ comparison: Comparison) {
    groups = comparison.groups.map {
      Group(
        name: $0.name, runs: $0.runs, seeds: $0.seeds, groupedBy: $0.evidence,
        measures: Self.named($0.spreads))
    }
    baselines = comparison.baselines.map {
      Baseline(name: $0.kind.key, runs: $0.runs, measures: Self.named($0.spreads))
    }
    hasSameFrames = comparison.warning == nil
  }

  enum CodingKeys: String, CodingKey {
    case groups, baselines
    case hasSameFrames = "same_frames"
  }

  private static func named(_ spreads: [ComparisonMeasure: Spread]) -> [String: Spread] {
    Dictionary(uniqueKeysWithValues: spreads.map { measure, spread in (measure.rawValue, spread) })
  }
}
