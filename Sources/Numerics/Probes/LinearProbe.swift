import Tensors

/// A linear probe: softmax regression on frozen features, to see what of the categories they hold.
///
/// Columns are standardised by the training rows first, so that one penalty means the same for a
/// layer of unit length, for activations without a bound and for pixels. The penalty is
/// scikit-learn's default, C = 1, and is not tuned: held-out frames must not choose it.
package struct LinearProbe: Sendable {
  /// C of scikit-learn's `LogisticRegression`: how little large weights are punished.
  package let inversePenalty: Double
  /// How many iterations of L-BFGS are made at most (scikit-learn's default is 100).
  package let iterations: Int

  /// Chooses how to fit.
  package init(inversePenalty: Double = 1, iterations: Int = 100) {
    self.inversePenalty = inversePenalty
    self.iterations = iterations
  }

  /// Fits the probe; the same rows give the same bits.
  ///
  /// - Parameters:
  ///   - features: the training rows, at least one.
  ///   - truth: for every row, the number of its category.
  ///   - categories: how many categories there are.
  ///   - isCancelled: whether to stop, asked at every iteration.
  /// - Throws: ``NumericsError/notFinite(row:column:)``, `TensorError`, `CancellationError`.
  /// - Complexity: O(iterations × rows × dimension × categories).
  package func fit(
    _ features: Features, truth: [Int], categories: Int, isCancelled: () -> Bool = { false }
  ) throws -> LinearClassifier {
    precondition(truth.count == features.rows && !truth.isEmpty, "every row needs a category")
    try features.checkFinite()
    let scale = ColumnScale(of: features)
    let loss = SoftmaxLoss(
      rows: try scale.standardised(features), truth: truth, categories: categories,
      inversePenalty: inversePenalty)
    // A tenth of scikit-learn's tolerance, with which a probability is within 0.02 of its limit.
    let minimiser = LBFGS(iterations: iterations, tolerance: 1e-5)
    let start = [Double](repeating: 0, count: categories * (features.dimension + 1))
    let found = try minimiser.minimise(from: start) { parameters in
      if isCancelled() { throw CancellationError() }
      return try withoutGradients { try loss(parameters) }
    }
    return LinearClassifier(
      scale: scale, categories: categories, parameters: found.place, loss: found.value,
      iterations: found.iterations)
  }
}
