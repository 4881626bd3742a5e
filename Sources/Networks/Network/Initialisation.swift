/// How weights are before training: kernels from a normal distribution around 0, biases all the same.
package enum Initialisation: Equatable, Sendable {
  /// The authors' (`train_test_Ls_loss.prototxt`): σ 0.01, biases 0.1.
  case gaussian
  /// σ √(2 / inputs of an output), biases 0: ReLUs pass on as much as they get (He et al. 2015).
  case he

  /// The authors' for their layers, He's where batch normalisation sets the scale.
  static func natural(for architecture: Architecture) -> Initialisation {
    architecture.layers.contains { $0.operation == .batchNorm } ? .he : .gaussian
  }

  /// The standard deviation of a layer's kernel.
  func deviation(of shape: ParameterShape) -> Double {
    switch self {
    case .gaussian: 0.01
    case .he: (2 / Double(shape.kernel.dropFirst().reduce(1, *))).squareRoot()
    }
  }

  /// Every bias.
  var bias: Float { self == .gaussian ? 0.1 : 0 }
}
