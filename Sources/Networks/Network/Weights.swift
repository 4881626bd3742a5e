import Basics
import Tensors

/// The weights of one layer.
public struct LayerWeights {
  /// The numbers that the input is multiplied with.
  public var kernel: Tensor
  /// The numbers that are added to the output.
  public var bias: Tensor
  /// The running moments of batch normalisation; nil for every other layer.
  public var running: RunningMoments?

  /// Makes the weights of a layer.
  public init(kernel: Tensor, bias: Tensor, running: RunningMoments? = nil) {
    (self.kernel, self.bias, self.running) = (kernel, bias, running)
  }

  /// Makes the initial weights of batch normalisation: scale 1, shift 0, mean 0, variance 1.
  static func neutral(channels: Int) throws -> LayerWeights {
    func all(_ value: Float) throws -> Tensor {
      try Tensor([Float](repeating: value, count: channels))
    }
    return LayerWeights(
      kernel: try all(1), bias: try all(0),
      running: RunningMoments(mean: try all(0), variance: try all(1)))
  }

  /// Whether the weights have the shapes that a layer needs.
  func isOf(_ shape: ParameterShape) -> Bool {
    kernel.shape == shape.kernel && bias.shape == shape.bias
      && (running != nil) == shape.isNormalisation
      && (running.map { $0.mean.shape == shape.bias && $0.variance.shape == shape.bias } ?? true)
  }
}

/// The running mean and variance of every channel of a layer's input, collected during training.
public struct RunningMoments {
  /// The mean of every channel.
  public var mean: Tensor
  /// The variance of every channel.
  public var variance: Tensor

  /// Makes running moments, one number per channel each.
  public init(mean: Tensor, variance: Tensor) {
    (self.mean, self.variance) = (mean, variance)
  }

  /// Copies the moments to new memory on a device, since training changes them in place.
  func copied(to device: Device) throws -> RunningMoments {
    func copy(_ values: Tensor) throws -> Tensor {
      let copy = try values.moved(to: device).zerosLike()
      try copy.assign(try values.moved(to: device))
      return copy
    }
    return RunningMoments(mean: try copy(mean), variance: try copy(variance))
  }
}

/// One array of weights that training changes: a kernel or a bias.
public struct Parameter {
  /// How an array of weights is used.
  public enum Role: String, Sendable {
    /// It is multiplied with the input.
    case kernel
    /// It is added to the output.
    case bias
  }

  /// The name of its layer.
  public let layer: String
  /// Whether it is a kernel or a bias.
  public let role: Role
  /// The weights, as 32-bit floats.
  public let tensor: Tensor
  /// The tensor that the network computes with and that receives the gradient: the weights
  /// themselves, or their copy in the network's precision.
  public let working: Tensor

  /// Takes one step of gradient descent with momentum, and forgets the gradient.
  ///
  /// - Parameters:
  ///   - velocity: the parameter's velocity.
  ///   - momentum: the share of the velocity that is kept.
  ///   - rate: the factor of the gradient (learning rate).
  ///   - decay: the factor of the weights (weight decay).
  public func descend(velocity: Tensor, momentum: Double, rate: Double, decay: Double) throws {
    try tensor.descend(
      from: working, velocity: velocity, momentum: momentum, rate: rate, decay: decay)
    try working.clearGradient()
  }
}

/// How weights are initialised: kernels from a normal distribution around 0, all biases equal.
public enum Initialisation: Equatable, Sendable {
  /// The authors' initialisation (`train_test_Ls_loss.prototxt`): σ 0.01, biases 0.1.
  case gaussian
  /// σ √(2 / inputs per output), biases 0. ReLU layers then keep the variance of their input (He et
  /// al. 2015).
  case he

  /// The default: He's initialisation for networks with batch normalisation, otherwise the
  /// authors'.
  static func standard(for architecture: Architecture) -> Initialisation {
    architecture.layers.contains { $0.operation == .batchNorm } ? .he : .gaussian
  }

  /// The standard deviation σ of a layer's kernel.
  func deviation(of shape: ParameterShape) -> Double {
    switch self {
    case .gaussian: 0.01
    case .he: (2 / Double(shape.kernel.dropFirst().reduce(1, *))).squareRoot()
    }
  }

  /// The value of every bias.
  var bias: Float { self == .gaussian ? 0.1 : 0 }
}

extension Network {
  /// Makes a network with random weights.
  ///
  /// The same seed gives the same weights.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - seed: decides the weights.
  ///   - initialisation: how weights are initialised. The default depends on the architecture.
  ///   - precision: the number format to compute in.
  ///   - device: the device that holds the weights and computes.
  public convenience init(
    _ architecture: Architecture, seed: UInt64, initialisation: Initialisation? = nil,
    precision: Precision = .float32, on device: Device = .cpu
  ) throws {
    try self.init(
      architecture,
      weights: Self.weights(of: architecture, seed: seed, initialisation: initialisation),
      precision: precision, on: device)
  }

  /// Draws the weights of every layer that has some.
  ///
  /// The same seed gives the same weights.
  ///
  /// - Parameters:
  ///   - architecture: the layers.
  ///   - seed: decides the weights.
  ///   - initialisation: how weights are initialised. The default depends on the architecture.
  public static func weights(
    of architecture: Architecture, seed: UInt64, initialisation: Initialisation? = nil
  ) throws -> [String: LayerWeights] {
    let initialisation = initialisation ?? .standard(for: architecture)
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
    /// Makes these draws independent of all other draws from the run's seed.
    static let weights: UInt64 = 1
  }
}
