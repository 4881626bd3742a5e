import Basics
import Tensors

extension Network {
  /// A network of random weights, the same ones for the same seed.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - seed: what the weights are a function of.
  ///   - initialisation: the distribution they are drawn from; the architecture's own if left out.
  ///   - precision: the numbers to compute in.
  ///   - device: where to put them and compute.
  package convenience init(
    _ architecture: Architecture, seed: UInt64, initialisation: Initialisation? = nil,
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
  ///   - initialisation: the distribution they are drawn from; the architecture's own if left out.
  package static func weights(
    of architecture: Architecture, seed: UInt64, initialisation: Initialisation? = nil
  ) throws -> [String: LayerWeights] {
    let initialisation = initialisation ?? .natural(for: architecture)
    var weights: [String: LayerWeights] = [:]
    for (index, shape) in architecture.parameterShapes.enumerated() {
      guard !shape.isNormalisation else {
        weights[shape.layer] = try .neutral(channels: shape.kernel[0])
        continue
      }
      var generator = SeededGenerator(seed: seed, path: Stream.weights, UInt64(index))
      let kernel = try Tensor.normal(
        shape.kernel, deviation: initialisation.deviation(of: shape), seed: generator.next())
      let bias = try Tensor(
        [Float](repeating: initialisation.bias, count: shape.bias[0]), shape: shape.bias)
      weights[shape.layer] = LayerWeights(kernel: kernel, bias: bias)
    }
    return weights
  }

  private enum Stream {
    /// Sets the weights' draws apart from everything else that a run's seed decides.
    static let weights: UInt64 = 1
  }
}
