/// Runs side by side: what `unreel compare` shows.
public struct Comparison: Sendable {
  /// The runs, those that differ in their seed alone as one.
  public let groups: [ComparisonGroup]
  /// What they are held against; none where the videos have no categories.
  public let baselines: [ComparisonBaseline]
  /// The numbers that are compared: scores, or the judgement where there are no categories.
  public let measures: [ComparisonMeasure]
  /// Why the numbers can't be compared, in one line; nil where they can, as far as is known.
  public let warning: String?
  /// What the first run was evaluated on, in words.
  let frames: String

  /// Reads runs.
  ///
  /// - Parameter paths: their folders, one at least, each with an evaluation in it.
  /// - Throws: ``RunError``, ``ComparisonError``, and what reading threw.
  public init(reading paths: [String]) throws {
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
    let labelled = runs.first { $0.evaluation.scores != nil }
    let unlabelled = runs.first { $0.evaluation.scores == nil }
    if let labelled, let unlabelled {
      throw ComparisonError.mixed(labelled: labelled.path, unlabelled: unlabelled.path)
    }
    guard unlabelled != nil else { return ComparisonMeasure.ofScores }
    if let run = runs.first(where: { $0.evaluation.judgement == nil }) {
      throw ComparisonError.notJudged(path: run.path)
    }
    return ComparisonMeasure.ofJudgement
  }

  private static func warning(of runs: [ComparedRun]) -> String? {
    guard let first = runs.first, let other = runs.first(where: { !$0.hasFrames(of: first) })
    else { return nil }
    return "not evaluated alike, so the numbers can't be compared: "
      + "\(first.path) on \(first.frames); \(other.path) on \(other.frames)"
  }
}
