import Basics
import Tensors

extension Network {
  /// A network of random weights, the same ones for the same seed.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - seed: what the weights are a function of.
  ///   - initialisation: the distribution they are drawn from.
  ///   - precision: the numbers to compute in.
  ///   - device: where to put them and compute.
  public convenience init(
    _ architecture: Architecture, seed: UInt64, initialisation: Initialisation = .gaussian,
    precision: Precision = .float32, on device: Device = .cpu
  ) throws {
    try self.init(
      architecture,
      weights: Self.weights(of: architecture, seed: seed, initialisation: initialisation),
      precision: precision, on: device)
  }

  /// Random weights of every layer that has some, the same ones for the same seed.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - seed: what the weights are a function of.
  ///   - initialisation: the distribution they are drawn from.
  public static func weights(
    of architecture: Architecture, seed: UInt64, initialisation: Initialisation = .gaussian
  ) throws -> [String: (kernel: Tensor, bias: Tensor)] {
    var weights: [String: (kernel: Tensor, bias: Tensor)] = [:]
    for (index, shape) in architecture.parameterShapes.enumerated() {
      var generator = SeededGenerator(seed: seed, path: Stream.weights, UInt64(index))
      let kernel = try Tensor.normal(
        shape.kernel, deviation: initialisation.deviation, seed: generator.next())
      let bias = try Tensor(
        [Float](repeating: initialisation.bias, count: shape.bias[0]), shape: shape.bias)
      weights[shape.layer] = (kernel, bias)
    }
    return weights
  }

  private enum Stream {
    /// Sets the weights' draws apart from everything else that a run's seed decides.
    static let weights: UInt64 = 1
  }
}

/// How weights are before training.
public struct Initialisation: Equatable, Sendable {
  /// Kernels: standard deviation of a normal distribution around 0.
  public var deviation: Double
  /// Biases: all the same.
  public var bias: Float

  /// The authors' (`train_test_Ls_loss.prototxt`): σ 0.01, biases 0.1.
  public static let gaussian = Initialisation(deviation: 0.01, bias: 0.1)
}
