import Networks
import Tensors

/// Stochastic gradient descent with momentum, weight decay and clipping, in Caffe's order.
///
/// gradient ← gradient × min(1, clip / ‖all gradients‖); gradient ← gradient + decay × weights;
/// velocity ← momentum × velocity + rate × gradient; weights ← weights − velocity
/// (Caffe `sgd_solver.cpp`). Biases have their own multiples of the learning rate and of the decay.
public final class MomentumSGD {
  /// Momentum, weight decay, clipping, and the factors of biases and layers.
  public struct Settings: Equatable, Sendable {
    /// The share of the last update that is added to the next one.
    public var momentum: Double
    /// The weight decay of kernels.
    public var weightDecay: Double
    /// The largest norm of all gradients together; nil never clips.
    public var clipNorm: Double?
    /// The learning rate of biases as a multiple of the kernels'.
    public var biasRateFactor: Double
    /// The weight decay of biases as a multiple of the kernels'.
    public var biasDecayFactor: Double
    /// The learning rates of some layers, by name, as multiples of the other layers'.
    public var layerRateFactors: [String: Double]

    /// Creates settings.
    ///
    /// - Parameters:
    ///   - momentum: the share of the last update that is added to the next one.
    ///   - weightDecay: the weight decay of kernels.
    ///   - clipNorm: the largest norm of all gradients together; nil never clips.
    ///   - biasRateFactor: the learning rate of biases as a multiple of the kernels'.
    ///   - biasDecayFactor: the weight decay of biases as a multiple of the kernels'.
    ///   - layerRateFactors: the learning rates of some layers as multiples of the other layers'.
    public init(
      momentum: Double, weightDecay: Double, clipNorm: Double?, biasRateFactor: Double,
      biasDecayFactor: Double, layerRateFactors: [String: Double] = [:]
    ) {
      self.momentum = momentum
      self.weightDecay = weightDecay
      self.clipNorm = clipNorm
      self.biasRateFactor = biasRateFactor
      self.biasDecayFactor = biasDecayFactor
      self.layerRateFactors = layerRateFactors
    }

    /// The settings of the paper's authors (`solver_Ls_loss.prototxt`).
    ///
    /// Momentum 0.9, decay 0.005, clip 5. Biases learn twice as fast and have no decay.
    public static let authors = Settings(
      momentum: 0.9, weightDecay: 0.005, clipNorm: 5, biasRateFactor: 2, biasDecayFactor: 0)

    /// The default settings of `unreel`.
    ///
    /// Momentum 0.9, decay 0.0001, clip 5. Biases learn as fast as kernels and have no decay.
    public static let plain = Settings(
      momentum: 0.9, weightDecay: 0.0001, clipNorm: 5, biasRateFactor: 1, biasDecayFactor: 0)
  }

  /// Momentum, weight decay, clipping, and the factors of biases and layers.
  public let settings: Settings
  /// The velocities, one for each parameter, in the network's order.
  public let velocities: [Tensor]

  private let parameters: [Parameter]

  /// Creates an optimiser whose velocities are 0 or those of a checkpoint.
  ///
  /// - Parameters:
  ///   - network: the network whose weights are updated.
  ///   - settings: momentum, weight decay, clipping, and factors.
  ///   - velocities: one for each parameter, in the network's order; nil starts at 0.
  /// - Throws: `TensorError`.
  public init(_ network: Network, settings: Settings, velocities: [Tensor]? = nil) throws {
    self.settings = settings
    parameters = network.parameters
    self.velocities = try parameters.map { try $0.tensor.zerosLike() }
    for (velocity, stored) in zip(self.velocities, velocities ?? []) {
      try velocity.assign(stored)
    }
  }

  /// Updates the weights by the gradients that `backward` computed, and clears the gradients.
  ///
  /// Weights without a gradient, such as those of frozen layers, do not change. If the norm of the
  /// gradients is not finite, no weight changes.
  ///
  /// - Parameter rate: the learning rate.
  /// - Returns: the norm of all gradients together, before clipping.
  /// - Throws: `TensorError`.
  /// - Complexity: O(weights): one pass over the gradients, one over the weights and the velocities.
  @discardableResult
  public func step(rate: Double) throws -> Double {
    let gradients = try parameters.map { try $0.working.gradient() }
    let norm = try gradients.reduce(0) { try $0 + ($1?.squaredNorm() ?? 0) }.squareRoot()
    guard norm.isFinite else {
      for parameter in parameters { try parameter.working.clearGradient() }
      return norm
    }
    let shrink = settings.clipNorm.map { norm > $0 ? $0 / norm : 1 } ?? 1
    for (index, parameter) in parameters.enumerated() where gradients[index] != nil {
      let isBias = parameter.role == .bias
      let rate =
        rate * (isBias ? settings.biasRateFactor : 1)
        * settings.layerRateFactors[parameter.layer, default: 1]
      let decay = settings.weightDecay * (isBias ? settings.biasDecayFactor : 1)
      try parameter.descend(
        velocity: velocities[index], momentum: settings.momentum, rate: rate * shrink,
        decay: rate * decay)
    }
    return norm
  }
}
