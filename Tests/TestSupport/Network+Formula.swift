import Networks
import Tensors

extension Network {
  /// A network whose weights come from ``Formula``.
  ///
  /// Kernels have the spread that keeps activations from vanishing (He et al. 2015); biases are
  /// large enough, at inputs of 0–255, to show where they are missing.
  package convenience init(
    formula architecture: Architecture, precision: Precision = .float32
  ) throws {
    var weights: [String: LayerWeights] = [:]
    for (number, shape) in architecture.parameterShapes.enumerated() {
      let count = shape.kernel.reduce(1, *)
      let spread = Float((6 / Double(count / shape.kernel[0])).squareRoot())
      weights[shape.layer] = LayerWeights(
        kernel: try Tensor(
          Formula.values(2 * number, count: count, scale: spread), shape: shape.kernel),
        bias: try Tensor(Formula.values(2 * number + 1, count: shape.bias[0], scale: 10)))
    }
    try self.init(architecture, weights: weights, precision: precision)
  }
}
