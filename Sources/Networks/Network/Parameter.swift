import Tensors

/// One array of weights that training changes.
public struct Parameter {
  /// Whether it is multiplied with the input or added to the output.
  public enum Role: String, Sendable {
    /// Multiplied with the input.
    case kernel
    /// Added to the output.
    case bias
  }

  /// The layer it belongs to.
  public let layer: String
  /// Whether it is a kernel or a bias.
  public let role: Role
  /// Its numbers, as 32-bit floats.
  public let tensor: Tensor
  /// What the network computes with and differentiates by: the same, or its copy in the network's
  /// precision.
  public let working: Tensor

  /// Steps down the gradient that differentiating left, and forgets it.
  ///
  /// - Parameters:
  ///   - velocity: the parameter's velocity.
  ///   - momentum: share of the velocity that goes on.
  ///   - rate: what the gradient is multiplied by.
  ///   - decay: what the weights are multiplied by.
  public func descend(velocity: Tensor, momentum: Double, rate: Double, decay: Double) throws {
    try tensor.descend(
      from: working, velocity: velocity, momentum: momentum, rate: rate, decay: decay)
    try working.clearGradient()
  }
}
