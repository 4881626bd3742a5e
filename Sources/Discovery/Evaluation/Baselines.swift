/// What a trained network's scores are compared with, scored on the same frames.
public struct Baselines: Codable, Equatable, Sendable {
  /// The scores of what needs no training; those that were not computed are absent.
  public var scores: [Baseline: LevelScores<Double>]
  /// The evaluated clusters with the categories dealt to the videos at random: chance.
  public var permutedLabels: LevelScores<Interval>?

  /// Puts baselines together.
  public init(
    _ scores: [Baseline: LevelScores<Double>] = [:], permutedLabels: LevelScores<Interval>? = nil
  ) {
    self.scores = scores
    self.permutedLabels = permutedLabels
  }

  private enum Chance: String, CodingKey {
    case permutedLabels = "permuted_labels"
  }

  /// Reads the baselines that are there.
  public init(from decoder: any Decoder) throws {
    let found = try decoder.container(keyedBy: Baseline.self)
    scores = [:]
    for baseline in Baseline.allCases {
      scores[baseline] = try found.decodeIfPresent(LevelScores<Double>.self, forKey: baseline)
    }
    permutedLabels = try decoder.container(keyedBy: Chance.self)
      .decodeIfPresent(LevelScores<Interval>.self, forKey: .permutedLabels)
  }

  /// Writes the baselines that are there, each under its name.
  public func encode(to encoder: any Encoder) throws {
    var found = encoder.container(keyedBy: Baseline.self)
    for (baseline, scores) in scores { try found.encode(scores, forKey: baseline) }
    var chance = encoder.container(keyedBy: Chance.self)
    try chance.encodeIfPresent(permutedLabels, forKey: .permutedLabels)
  }
}
