import Networks
import Tensors

/// Stochastic gradient descent with momentum, weight decay and clipping, in Caffe's order.
///
/// gradient ← gradient × min(1, clip / ‖all gradients‖); gradient ← gradient + decay × weights;
/// velocity ← momentum × velocity + rate × gradient; weights ← weights − velocity
/// (Caffe `sgd_solver.cpp`). Biases learn at their own multiple of the rate and decay.
public final class MomentumSGD {
  /// What the updates are made of.
  public struct Settings: Equatable, Sendable {
    /// Share of the last update that goes on.
    public var momentum: Double
    /// Pull of every kernel towards 0, times its value.
    public var weightDecay: Double
    /// The largest norm of all gradients together; nil never clips.
    public var clipNorm: Double?
    /// The bias's learning rate as a multiple of the kernel's.
    public var biasRateFactor: Double
    /// The bias's weight decay as a multiple of the kernel's.
    public var biasDecayFactor: Double
    /// The learning rates of some layers as multiples of the others'.
    public var layerRateFactors: [String: Double]

    /// Names the settings.
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

    /// The authors' (`solver_Ls_loss.prototxt`): momentum 0.9, decay 0.005, clip 5, biases twice as
    /// fast and without decay.
    public static let authors = Settings(
      momentum: 0.9, weightDecay: 0.005, clipNorm: 5, biasRateFactor: 2, biasDecayFactor: 0)

    /// What `unreel` trains with by default: momentum 0.9, decay 0.0001, clip 5, biases as fast as kernels
    /// and without decay.
    public static let plain = Settings(
      momentum: 0.9, weightDecay: 0.0001, clipNorm: 5, biasRateFactor: 1, biasDecayFactor: 0)
  }

  /// What the updates are made of.
  public let settings: Settings
  /// One velocity a parameter, in the network's order.
  public let velocities: [Tensor]

  private let parameters: [Parameter]

  /// Starts at rest, or with the velocities of a checkpoint.
  ///
  /// - Parameters:
  ///   - network: whose weights are stepped.
  ///   - settings: what the updates are made of.
  ///   - velocities: one a parameter, in the network's order.
  public init(_ network: Network, settings: Settings, velocities: [Tensor]? = nil) throws {
    self.settings = settings
    parameters = network.parameters
    self.velocities = try parameters.map { try $0.tensor.zerosLike() }
    for (velocity, stored) in zip(self.velocities, velocities ?? []) {
      try velocity.assign(stored)
    }
  }

  /// Takes one step down the gradients that `backward` left, and forgets them.
  ///
  /// Weights without a gradient, such as frozen layers', stay as they are; all do where the norm is not
  /// finite.
  ///
  /// - Parameter rate: the learning rate.
  /// - Returns: the norm of all gradients together, before clipping.
  /// - Complexity: O(weights): one pass over the gradients, one over everything.
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
