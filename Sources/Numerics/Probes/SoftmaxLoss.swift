import Foundation
import Tensors

/// The mean negative log-likelihood of a softmax regression, with an L2 penalty on its weights.
///
/// −1/n Σ log p(category | row) + 1/(2Cn) ‖W‖², which is scikit-learn's objective divided by C·n.
/// Biases are not penalised. Parameters are the weights, categories × dimension, then the biases.
struct SoftmaxLoss {
  /// The rows, n × dimension, on the scale that the penalty is meant for.
  let rows: Tensor
  /// For every row, the number of its category.
  let truth: [Int]
  /// How many categories there are.
  let categories: Int
  /// C: how little large weights are punished.
  let inversePenalty: Double

  /// The loss at some parameters, and its gradient.
  ///
  /// - Complexity: O(rows × dimension × categories).
  func callAsFunction(_ parameters: [Double]) throws -> (value: Double, gradient: [Double]) {
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

  static func logits(of rows: Tensor, parameters: [Double], categories: Int) throws -> [Float] {
    let values = parameters.map(Float.init)
    let weightCount = values.count - categories
    return try withoutGradients {
      let weight = try Tensor(
        Array(values[..<weightCount]), shape: [categories, weightCount / categories])
      return try rows.linear(weight: weight, bias: Tensor(Array(values[weightCount...]))).floats()
    }
  }

  /// The softmax of every row, the largest logit taken off first so that no exponential overflows.
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
