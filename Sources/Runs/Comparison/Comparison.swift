import Basics
import Evaluation
import Foundation
import Numerics

/// Runs side by side: what `unreel compare` shows.
package struct Comparison: Sendable {
  /// The runs, those that differ in their seed alone as one.
  package let groups: [ComparisonGroup]
  /// What they are held against; none where the videos have no categories.
  package let baselines: [ComparisonBaseline]
  /// The numbers that are compared: scores, or label-free metrics where there are no categories.
  package let measures: [ComparisonMeasure]
  /// Why the numbers can't be compared, in one line; nil where they can, as far as is known.
  package let warning: String?
  /// What the first run was evaluated on, in words.
  let frames: String

  /// Reads runs.
  ///
  /// - Parameter paths: their folders, one at least, each with an evaluation in it.
  /// - Throws: ``RunError``, ``ComparisonError``, and what reading threw.
  package init(reading paths: [String]) throws {
    let runs = try paths.map { try ComparedRun(reading: $0) }
    var places: Set<String> = []
    for run in runs where !places.insert(run.place).inserted {
      throw ComparisonError.twice(path: run.path)
    }
    let measures = try Self.measures(of: runs)
    self.measures = measures
    groups = ComparisonGroup.groups(of: runs, measures: measures)
    baselines = ComparisonBaseline.Kind.all.compactMap {
      ComparisonBaseline($0, of: runs, measures: measures)
    }
    warning = Self.warning(of: runs)
    frames = runs.first?.frames ?? ""
  }

  /// The groups, and the baselines below.
  var rows: [ComparisonRow] {
    groups.map { ComparisonRow(name: $0.name, isBaseline: false, spreads: $0.spreads) }
      + baselines.map { ComparisonRow(name: $0.name, isBaseline: true, spreads: $0.spreads) }
  }

  private static func measures(of runs: [ComparedRun]) throws -> [ComparisonMeasure] {
    let labelled = runs.first { $0.evaluation.metrics != nil }
    let unlabelled = runs.first { $0.evaluation.metrics == nil }
    if let labelled, let unlabelled {
      throw ComparisonError.mixed(labelled: labelled.path, unlabelled: unlabelled.path)
    }
    guard unlabelled != nil else { return ComparisonMeasure.ofScores }
    if let run = runs.first(where: { $0.evaluation.labelFree == nil }) {
      throw ComparisonError.notJudged(path: run.path)
    }
    return ComparisonMeasure.ofLabelFree
  }

  private static func warning(of runs: [ComparedRun]) -> String? {
    guard let first = runs.first, let other = runs.first(where: { !$0.hasFrames(of: first) })
    else { return nil }
    return "not evaluated alike, so the numbers can't be compared: "
      + "\(first.path) on \(first.frames); \(other.path) on \(other.frames)"
  }
}

/// A line of the table and of the figure: a group, or a baseline.
struct ComparisonRow {
  let name: String
  let isBaseline: Bool
  let spreads: [ComparisonMeasure: Spread]
}

extension Comparison {
  /// The same as JSON: keys in alphabetic order, a line each; shares are from 0 to 1.
  ///
  /// - Throws: `EncodingError` if a number is not finite, which JSON can't hold.
  package func json() throws -> String {
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
    var groupedBy: [Modality?]
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
        name: $0.name, runs: $0.runs, seeds: $0.seeds, groupedBy: $0.modalities,
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

/// Runs that can't be put side by side as asked.
package enum ComparisonError: ExplainedError, Equatable {
  /// A run that is named more than once.
  case twice(path: String)
  /// A run with categories and one without.
  case mixed(labelled: String, unlabelled: String)
  /// A run without categories whose features were not judged either.
  case notJudged(path: String)
  /// A file for a figure that is of no kind that can be written.
  case unknownPicture(path: String)

  /// The request's.
  package var blame: Blame { .usage }

  /// Names the run or the file, and what to do.
  package var description: String {
    switch self {
    case .twice(let path):
      "\(path) is named twice; name every run once"
    case .mixed(let labelled, let unlabelled):
      "\(unlabelled) has no categories and \(labelled) has; compare runs of one kind at a time"
    case .notJudged(let path):
      "\(path) has no categories, and its features were not judged without; do it again: "
        + "unreel evaluate \(path)"
    case .unknownPicture(let path):
      "\(path) ends in neither .png nor .svg; a figure can be written as those"
    }
  }
}
