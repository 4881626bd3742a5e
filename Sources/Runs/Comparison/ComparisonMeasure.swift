import Discovery
import Reports

/// A number by which runs are compared; the raw value is what JSON calls it.
public enum ComparisonMeasure: String, CaseIterable, Sendable {
  /// H(category | cluster) over frames.
  case conditionalEntropyBits = "conditional_entropy_bits"
  /// How often a frame's nearest frame of another video shows the same.
  case neighbourAccuracy = "neighbour_accuracy"
  /// H(category | cluster) over videos.
  case videoConditionalEntropyBits = "video_conditional_entropy_bits"
  /// How often a video's nearest video shows the same.
  case videoNeighbourAccuracy = "video_neighbour_accuracy"
  /// In how many directions the features vary, in effect.
  case effectiveRank = "effective_rank"
  /// How near frames of other videos are.
  case reach
  /// How much clusters stay the same from seed to seed.
  case seedAgreement = "seed_agreement"
  /// How much they stay the same for both halves of the videos.
  case halfAgreement = "half_agreement"

  /// What needs categories.
  static let ofScores: [ComparisonMeasure] = [
    .conditionalEntropyBits, .neighbourAccuracy, .videoConditionalEntropyBits,
    .videoNeighbourAccuracy,
  ]
  /// What can be known without.
  static let ofJudgement: [ComparisonMeasure] = [
    .effectiveRank, .reach, .seedAgreement, .halfAgreement,
  ]

  /// The number of one run, if it has it.
  func value(of evaluation: Evaluation) -> Double? {
    if let scores = evaluation.scores { return value(in: scores) }
    return evaluation.judgement.flatMap { value(in: $0) }
  }

  /// The number among scores, or nil for one that needs no categories.
  func value<Value>(in scores: LevelScores<Value>) -> Value? {
    switch self {
    case .conditionalEntropyBits: return scores.frames.conditionalEntropyBits
    case .neighbourAccuracy: return scores.frames.neighbourAccuracy
    case .videoConditionalEntropyBits: return scores.videos.conditionalEntropyBits
    case .videoNeighbourAccuracy: return scores.videos.neighbourAccuracy
    case .effectiveRank, .reach, .seedAgreement, .halfAgreement: return nil
    }
  }

  private func value(in judgement: Judgement) -> Double? {
    switch self {
    case .effectiveRank: return judgement.effectiveRank
    case .reach: return judgement.reach
    case .seedAgreement: return judgement.seedAgreement
    case .halfAgreement: return judgement.halfAgreement
    case .conditionalEntropyBits, .neighbourAccuracy, .videoConditionalEntropyBits,
      .videoNeighbourAccuracy:
      return nil
    }
  }

  /// A value as the table has it: shares in per cent.
  func text(_ value: Double) -> String {
    switch self {
    case .neighbourAccuracy, .videoNeighbourAccuracy: Printed.decimal(100 * value, places: 1)
    case .effectiveRank: Printed.decimal(value, places: 1)
    default: Printed.decimal(value, places: 2)
    }
  }
}
