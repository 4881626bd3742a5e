import Foundation
import Tensors

/// A linear probe: softmax regression that predicts categories from frozen features.
///
/// The columns are first standardised by the training rows. One penalty then means the same for
/// features of unit length, for unbounded activations and for pixels. The penalty is scikit-learn's
/// default, C = 1. It is not tuned, because held-out rows must not choose it.
public struct LinearProbe: Sendable {
  /// C of scikit-learn's `LogisticRegression`: the inverse of the strength of the L2 penalty.
  public let inversePenalty: Double
  /// The largest number of iterations of L-BFGS (scikit-learn's default is 100).
  public let iterations: Int

  /// Makes a probe; the defaults are scikit-learn's.
  public init(inversePenalty: Double = 1, iterations: Int = 100) {
    self.inversePenalty = inversePenalty
    self.iterations = iterations
  }

  /// Fits a classifier to training rows; the same rows give the same bits.
  ///
  /// - Parameters:
  ///   - features: the training rows, at least one.
  ///   - truth: the number of every row's category.
  ///   - categories: the number of categories.
  ///   - isCancelled: called at every iteration; true stops the fit.
  /// - Returns: the classifier.
  /// - Throws: ``NumericsError/notFinite(row:column:)``, `TensorError`, `CancellationError`.
  /// - Complexity: O(iterations × rows × dimension × categories).
  public func fit(
    _ features: Features, truth: [Int], categories: Int, isCancelled: () -> Bool = { false }
  ) throws -> LinearClassifier {
    precondition(truth.count == features.rows && !truth.isEmpty, "every row needs a category")
    try features.checkFinite()
    let scale = ColumnStandardisation(of: features)
    let loss = SoftmaxLoss(
      rows: try scale.transform(features), truth: truth, categories: categories,
      inversePenalty: inversePenalty)
    // A tenth of scikit-learn's tolerance. Probabilities are then within 0.02 of their limits.
    let minimiser = LBFGS(iterations: iterations, tolerance: 1e-5)
    let start = [Double](repeating: 0, count: categories * (features.dimension + 1))
    let found = try minimiser.minimise(from: start) { parameters in
      if isCancelled() { throw CancellationError() }
      return try withoutGradients { try loss.evaluate(at: parameters) }
    }
    return LinearClassifier(
      scale: scale, categories: categories, parameters: found.place, loss: found.value,
      iterations: found.iterations)
  }
}

/// A fitted linear probe.
public struct LinearClassifier: Sendable {
  fileprivate let scale: ColumnStandardisation
  fileprivate let categories: Int
  /// The weights, categories × dimension, then the biases.
  fileprivate let parameters: [Double]
  /// The mean negative log-likelihood of the training rows, with the penalty.
  public let loss: Double
  /// The number of iterations of the fit.
  public let iterations: Int

  /// Classifies rows of the same kind as the training rows.
  ///
  /// - Parameter features: rows of the training rows' dimension.
  /// - Returns: the probabilities of every row's categories.
  /// - Throws: ``NumericsError/dimensions(expected:found:)`` for another dimension,
  ///   `TensorError`.
  /// - Complexity: O(rows × dimension × categories) time; 256 MiB beside the features.
  public func predictions(for features: Features) throws -> Predictions {
    guard features.dimension == scale.mean.count else {
      throw NumericsError.dimensions(expected: scale.mean.count, found: features.dimension)
    }
    var probabilities: [Double] = []
    probabilities.reserveCapacity(features.rows * categories)
    try features.forEachBlock(width: categories) { block in
      let logits = try SoftmaxLoss.logits(
        of: scale.transform(block), parameters: parameters, categories: categories)
      probabilities += SoftmaxLoss.probabilities(logits, categories: categories)
    }
    return Predictions(categories: categories, probabilities: probabilities)
  }
}

/// The loss of softmax regression: the mean negative log-likelihood with an L2 penalty.
///
/// The loss is −1/n Σ log p(category | row) + 1/(2Cn) ‖W‖², which is scikit-learn's objective divided
/// by C·n. Biases are not penalised. The parameters are the weights, categories × dimension, then
/// the biases.
struct SoftmaxLoss {
  /// The standardised rows, n × dimension.
  let rows: Tensor
  /// The number of every row's category.
  let truth: [Int]
  /// The number of categories.
  let categories: Int
  /// C: the inverse of the strength of the penalty.
  let inversePenalty: Double

  /// Computes the loss and its gradient.
  ///
  /// - Parameter parameters: categories × dimension weights, then the biases.
  /// - Returns: the loss, and its derivative by each parameter in the same order.
  /// - Throws: `TensorError`.
  /// - Complexity: O(rows × dimension × categories).
  func evaluate(at parameters: [Double]) throws -> (value: Double, gradient: [Double]) {
    let weightCount = parameters.count - categories
    let share = 1 / Double(truth.count)
    let decay = share / inversePenalty
    var residuals = Self.probabilities(
      try Self.logits(of: rows, parameters: parameters, categories: categories),
      categories: categories)
    var value = 0.0
    for (row, category) in truth.enumerated() {
      let index = row * categories + category
      value -= share * log(max(residuals[index], .leastNormalMagnitude))
      residuals[index] -= 1
    }
    var biasGradient = [Double](repeating: 0, count: categories)
    for (index, residual) in residuals.enumerated() {
      biasGradient[index % categories] += share * residual
    }
    let errors = try Tensor(
      residuals.map { Float(share * $0) }, shape: [truth.count, categories])
    var gradient = try errors.transposed().matrixProduct(rows).floats().map(Double.init)
    for index in 0..<weightCount {
      value += decay / 2 * parameters[index] * parameters[index]
      gradient[index] += decay * parameters[index]
    }
    return (value, gradient + biasGradient)
  }

  /// Computes every row's logits.
  ///
  /// - Parameters:
  ///   - rows: the standardised rows, n × dimension.
  ///   - parameters: categories × dimension weights, then the biases.
  ///   - categories: the number of categories.
  /// - Returns: n × categories numbers, row by row.
  /// - Throws: `TensorError`.
  static func logits(of rows: Tensor, parameters: [Double], categories: Int) throws -> [Float] {
    let values = parameters.map(Float.init)
    let weightCount = values.count - categories
    return try withoutGradients {
      let weight = try Tensor(
        Array(values[..<weightCount]), shape: [categories, weightCount / categories])
      return try rows.linear(weight: weight, bias: Tensor(Array(values[weightCount...]))).floats()
    }
  }

  /// Computes the softmax of every row.
  ///
  /// The largest logit is subtracted first, which keeps the exponentials from overflowing.
  ///
  /// - Parameters:
  ///   - logits: n × categories, row by row.
  ///   - categories: the number of categories.
  /// - Returns: probabilities of the same shape.
  static func probabilities(_ logits: [Float], categories: Int) -> [Double] {
    var result = logits.map(Double.init)
    for start in stride(from: 0, to: result.count, by: categories) {
      let row = start..<start + categories
      let largest = result[row].max() ?? 0
      var sum = 0.0
      for index in row {
        result[index] = exp(result[index] - largest)
        sum += result[index]
      }
      for index in row { result[index] /= sum }
    }
    return result
  }
}
