/// A shift and a scale that bring features to a mean of 0 and a mean squared length of 1.
///
/// One number scales all columns, so that distances keep their proportions.
package struct Standardisation: Sendable {
  private let mean: [Double]
  private let scale: Double

  /// Finds both for some features; a scale of 1 where all rows are equal.
  package init(of features: Features) {
    let mean = features.mean()
    var sum = 0.0
    for (index, value) in features.values.enumerated() {
      let distance = Double(value) - mean[index % features.dimension]
      sum += distance * distance
    }
    self.mean = mean
    scale = sum > 0 ? (Double(features.rows) / sum).squareRoot() : 1
  }

  /// The same features, or others of their kind, shifted and scaled.
  ///
  /// - Parameters:
  ///   - features: as wide as those that this was found for.
  ///   - weight: what else they are multiplied by.
  package func callAsFunction(_ features: Features, weight: Double = 1) -> Features {
    precondition(features.dimension == mean.count, "features must be of one kind")
    var values = features.values
    for index in values.indices {
      values[index] = Float(weight * scale * (Double(values[index]) - mean[index % mean.count]))
    }
    return Features(rows: features.rows, dimension: features.dimension, values: values)
  }
}
