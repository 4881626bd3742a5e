import Evaluation
import Numerics
import Reports

/// A measure by which runs are compared; the raw value is its key in JSON.
package enum ComparisonMeasure: String, CaseIterable, Sendable {
  /// The conditional entropy H(category | cluster) over frames, in bits.
  case conditionalEntropyBits = "conditional_entropy_bits"
  /// The share of frames whose nearest frame of another video has the same category.
  case neighbourAccuracy = "neighbour_accuracy"
  /// The conditional entropy H(category | cluster) over videos, in bits.
  case videoConditionalEntropyBits = "video_conditional_entropy_bits"
  /// The share of videos whose nearest video has the same category.
  case videoNeighbourAccuracy = "video_neighbour_accuracy"
  /// The effective number of directions in which the features vary.
  case effectiveRank = "effective_rank"
  /// How near frames of other videos are (``LabelFreeMetrics/reach``).
  case reach
  /// The agreement of clusterings from different seeds.
  case seedAgreement = "seed_agreement"
  /// The agreement of clusterings of the videos' first and second halves.
  case halfAgreement = "half_agreement"

  /// The measures that need categories.
  static let ofScores: [ComparisonMeasure] = [
    .conditionalEntropyBits, .neighbourAccuracy, .videoConditionalEntropyBits,
    .videoNeighbourAccuracy,
  ]
  /// The measures that need no categories.
  static let ofLabelFree: [ComparisonMeasure] = [
    .effectiveRank, .reach, .seedAgreement, .halfAgreement,
  ]

  /// Returns the value of one run, or nil if the run lacks it.
  func value(of evaluation: Evaluation) -> Double? {
    if let scores = evaluation.metrics { return value(in: scores) }
    return evaluation.labelFree.flatMap { value(in: $0) }
  }

  /// Returns the value among scores, or nil for a label-free measure.
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

  /// Formats a value for the table; shares are in per cent.
  func text(_ value: Double) -> String {
    switch self {
    case .neighbourAccuracy, .videoNeighbourAccuracy: NumberText.decimal(100 * value, places: 1)
    case .effectiveRank: NumberText.decimal(value, places: 1)
    default: NumberText.decimal(value, places: 2)
    }
  }
}

extension ComparisonMeasure {
  /// The title of the table's column.
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

  /// The title of the figure's panel and the label of its axis; nil if the measure is not drawn.
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

  /// Whether lower values are better, for measures that the figure draws.
  var isBetterLow: Bool {
    self == .conditionalEntropyBits || self == .videoConditionalEntropyBits
  }
}

/// The mean and the standard deviation of one measure over several runs.
package struct Spread: Encodable, Equatable, Sendable {
  /// The mean.
  package let mean: Double
  /// The sample standard deviation, with the divisor n − 1; nil for a single run.
  package let deviation: Double?

  /// Computes mean and deviation; nil if there are no values.
  ///
  /// - Parameter values: one value for each run.
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

  /// Computes the spread of every measure that has a value.
  ///
  /// - Parameters:
  ///   - measures: the measures.
  ///   - values: returns the values of a measure, one for each run that has it.
  static func each(
    of measures: [ComparisonMeasure], _ values: (ComparisonMeasure) -> [Double]
  ) -> [ComparisonMeasure: Spread] {
    var spreads: [ComparisonMeasure: Spread] = [:]
    for measure in measures { spreads[measure] = Spread(values(measure)) }
    return spreads
  }
}
