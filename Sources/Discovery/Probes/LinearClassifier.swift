/// A linear probe that was fitted.
public struct LinearClassifier: Sendable {
  let scale: ColumnScale
  let categories: Int
  let parameters: [Double]
  /// The mean negative log-likelihood of the training rows, penalty included.
  public let loss: Double
  /// How many iterations the fit took.
  public let iterations: Int

  /// Classifies rows of the same kind as the training rows.
  ///
  /// - Throws: ``DiscoveryError/dimensions(expected:found:)`` for features of another kind,
  ///   `TensorError`.
  /// - Complexity: O(rows × dimension × categories) time; 256 MiB beside the features.
  public func predictions(for features: Features) throws -> Predictions {
    guard features.dimension == scale.mean.count else {
      throw DiscoveryError.dimensions(expected: scale.mean.count, found: features.dimension)
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
