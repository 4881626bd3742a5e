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
  /// Its numbers.
  public let tensor: Tensor
}
