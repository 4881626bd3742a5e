import Tensors

/// One array of weights that training changes.
package struct Parameter {
  /// Whether it is multiplied with the input or added to the output.
  package enum Role: String, Sendable {
    /// Multiplied with the input.
    case kernel
    /// Added to the output.
    case bias
  }

  /// The layer it belongs to.
  package let layer: String
  /// Whether it is a kernel or a bias.
  package let role: Role
  /// Its numbers, as 32-bit floats.
  package let tensor: Tensor
  /// What the network computes with and differentiates by: the same, or its copy in the network's
  /// precision.
  package let working: Tensor

  /// Steps down the gradient that differentiating left, and forgets it.
  ///
  /// - Parameters:
  ///   - velocity: the parameter's velocity.
  ///   - momentum: share of the velocity that goes on.
  ///   - rate: what the gradient is multiplied by.
  ///   - decay: what the weights are multiplied by.
  package func descend(velocity: Tensor, momentum: Double, rate: Double, decay: Double) throws {
    try tensor.descend(
      from: working, velocity: velocity, momentum: momentum, rate: rate, decay: decay)
    try working.clearGradient()
  }
}
