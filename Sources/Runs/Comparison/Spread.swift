/// What several runs found of one number: the mean, and how far they are apart.
public struct Spread: Encodable, Equatable, Sendable {
  /// The mean.
  public let mean: Double
  /// The sample standard deviation, over n − 1; nil of a single run.
  public let deviation: Double?

  /// Takes values; without any there is nothing.
  public init?(_ values: [Double]) {
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
