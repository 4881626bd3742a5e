import Discovery

/// Runs that differ in their seed alone.
public struct ComparisonGroup: Sendable {
  /// What they are called, and how many they are.
  public let name: String
  /// Their folders.
  public let runs: [String]
  /// Their seeds, in the same order.
  public let seeds: [UInt64]
  /// What their frames are grouped by, in the same order; nil where a run does not say.
  public let evidence: [Evidence?]
  /// What was found, for every measure that they have.
  public let spreads: [ComparisonMeasure: Spread]

  /// Groups runs, in the order in which they were named.
  static func groups(
    of runs: [ComparedRun], measures: [ComparisonMeasure]
  ) -> [ComparisonGroup] {
    var parts: [(settings: Settings, runs: [ComparedRun])] = []
    for run in runs {
      let settings = run.settings.withoutSeed
      if let place = parts.firstIndex(where: { $0.settings == settings }) {
        parts[place].runs.append(run)
      } else {
        parts.append((settings: settings, runs: [run]))
      }
    }
    let names = GroupName.texts(parts.map { part in GroupName(of: part.runs.map(\.name)) })
    return zip(names, parts).map { name, part in
      ComparisonGroup(
        name: name, runs: part.runs.map(\.path), seeds: part.runs.map(\.settings.seed),
        evidence: part.runs.map(\.evaluation.frameEvidence),
        spreads: Spread.each(of: measures) { measure in
          part.runs.compactMap { measure.value(of: $0.evaluation) }
        })
    }
  }
}
