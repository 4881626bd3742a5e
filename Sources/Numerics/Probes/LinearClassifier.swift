/// A linear probe that was fitted.
package struct LinearClassifier: Sendable {
  let scale: ColumnScale
  let categories: Int
  let parameters: [Double]
  /// The mean negative log-likelihood of the training rows, penalty included.
  package let loss: Double
  /// How many iterations the fit took.
  package let iterations: Int

  /// Classifies rows of the same kind as the training rows.
  ///
  /// - Throws: ``NumericsError/dimensions(expected:found:)`` for features of another kind,
  ///   `TensorError`.
  /// - Complexity: O(rows × dimension × categories) time; 256 MiB beside the features.
  package func predictions(for features: Features) throws -> Predictions {
    guard features.dimension == scale.mean.count else {
      throw NumericsError.dimensions(expected: scale.mean.count, found: features.dimension)
    }
    var probabilities: [Double] = []
    probabilities.reserveCapacity(features.rows * categories)
    try features.forEachBlock(width: categories) { block in
      let logits = try SoftmaxLoss.logits(
        of: scale.standardised(block), parameters: parameters, categories: categories)
      probabilities += SoftmaxLoss.probabilities(logits, categories: categories)
    }
    return Predictions(categories: categories, probabilities: probabilities)
  }
}
