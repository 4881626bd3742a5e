import Evaluation
import Numerics
import Reports

/// A number by which runs are compared; the raw value is what JSON calls it.
package enum ComparisonMeasure: String, CaseIterable, Sendable {
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
  static let ofLabelFree: [ComparisonMeasure] = [
    .effectiveRank, .reach, .seedAgreement, .halfAgreement,
  ]

  /// The number of one run, if it has it.
  func value(of evaluation: Evaluation) -> Double? {
    if let scores = evaluation.metrics { return value(in: scores) }
    return evaluation.labelFree.flatMap { value(in: $0) }
  }

  /// The number among scores, or nil for one that needs no categories.
  func value<Value>(in scores: LevelMetrics<Value>) -> Value? {
    switch self {
    case .conditionalEntropyBits: return scores.rows.conditionalEntropyBits
    case .neighbourAccuracy: return scores.rows.neighbourAccuracy
    case .videoConditionalEntropyBits: return scores.groups.conditionalEntropyBits
    case .videoNeighbourAccuracy: return scores.groups.neighbourAccuracy
    case .effectiveRank, .reach, .seedAgreement, .halfAgreement: return nil
    }
  }

  private func value(in metrics: LabelFreeMetrics) -> Double? {
    switch self {
    case .effectiveRank: return metrics.effectiveRank
    case .reach: return metrics.reach
    case .seedAgreement: return metrics.seedAgreement
    case .halfAgreement: return metrics.halfAgreement
    case .conditionalEntropyBits, .neighbourAccuracy, .videoConditionalEntropyBits,
      .videoNeighbourAccuracy:
      return nil
    }
  }

  /// A value as the table has it: shares in per cent.
  func text(_ value: Double) -> String {
    switch self {
    case .neighbourAccuracy, .videoNeighbourAccuracy: NumberText.decimal(100 * value, places: 1)
    case .effectiveRank: NumberText.decimal(value, places: 1)
    default: NumberText.decimal(value, places: 2)
    }
  }
}

extension ComparisonMeasure {
  /// What stands above the table's column.
  var column: String {
    switch self {
    case .conditionalEntropyBits: "frames: bits"
    case .neighbourAccuracy: "frames: nearest %"
    case .videoConditionalEntropyBits: "videos: bits"
    case .videoNeighbourAccuracy: "videos: nearest %"
    case .effectiveRank: "effective rank"
    case .reach: "reach"
    case .seedAgreement: "seeds agree"
    case .halfAgreement: "halves agree"
    }
  }

  /// What the figure's panel is called, and what its axis measures; nil for what is not drawn.
  var panel: (title: String, label: String)? {
    switch self {
    case .conditionalEntropyBits:
      (title: "Frames", label: "conditional entropy in bits")
    case .videoConditionalEntropyBits: (title: "Videos", label: "conditional entropy in bits")
    case .reach: (title: "Reach", label: "1: as near as the next frame")
    case .halfAgreement: (title: "Halves of videos", label: "adjusted Rand index")
    case .neighbourAccuracy, .videoNeighbourAccuracy, .effectiveRank, .seedAgreement: nil
    }
  }

  /// Whether the least is the best, of what the figure draws.
  var isBetterLow: Bool {
    self == .conditionalEntropyBits || self == .videoConditionalEntropyBits
  }
}

/// What several runs found of one number: the mean, and how far they are apart.
package struct Spread: Encodable, Equatable, Sendable {
  /// The mean.
  package let mean: Double
  /// The sample standard deviation, over n − 1; nil of a single run.
  package let deviation: Double?

  /// Takes values; without any there is nothing.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = values.count > 1 ? (squares / (count - 1)).squareRoot() : nil
  }

  enum CodingKeys: String, CodingKey {
    case mean
    case deviation = "standard_deviation"
  }

  /// The spread of every measure that has a value.
  ///
  /// - Parameters:
  ///   - measures: the measures.
  ///   - values: the values of a measure, one a run that has it.
  static func each(
    of measures: [ComparisonMeasure], _ values: (ComparisonMeasure) -> [Double]
  ) -> [ComparisonMeasure: Spread] {
    var spreads: [ComparisonMeasure: Spread] = [:]
    for measure in measures { spreads[measure] = Spread(values(measure)) }
    return spreads
  }
}
