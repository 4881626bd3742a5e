import Tensors

/// Supervised training: the negative logarithm of the probability that a softmax of the network's
/// output gives a frame's category, the mean over frames.
package struct SoftmaxObjective: Objective, Equatable {
  /// Names the objective.
  package init() {}

  /// The mean loss of a batch of frames.
  ///
  /// - Parameters:
  ///   - features: the frames' logits, one matrix of frames × categories.
  ///   - labels: for every frame, its category's number.
  /// - Returns: one number.
  package func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 1, "a labelled frame stands alone")
    return try features[0].crossEntropy(labels: labels)
  }

  /// None: what a guess costs depends on how frequent the categories are.
  package func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
}
