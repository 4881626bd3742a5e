import Tensors

/// What training makes small.
///
/// An example has one frame or several; the network sees them all as rows of one batch, and the
/// objective gets the rows back in as many parts.
package protocol Objective: Sendable {
  /// The mean loss of a batch.
  ///
  /// - Parameters:
  ///   - features: for every frame of an example, in the sampler's order, a matrix of
  ///     examples × features.
  ///   - labels: for every example, what is known of it.
  /// - Returns: one number.
  func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor

  /// The losses of networks that have learned nothing but a scale, where those are known.
  ///
  /// - Parameter negativeShare: negative pairs divided by all pairs.
  func trivialLosses(negativeShare: Double) -> ClosedRange<Double>?
}
