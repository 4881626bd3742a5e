import Tensors

/// The objective of supervised training: cross-entropy with the frames' categories.
///
/// The negative logarithm of the probability that a softmax of the network's output gives to a
/// frame's category, averaged over frames. It has no definition, since `unreel finetune` always
/// uses it.
public struct SoftmaxObjective: Objective, Equatable {
  /// Makes the objective.
  public init() {}

  /// Computes the mean loss of a batch of frames.
  ///
  /// - Parameters:
  ///   - features: one matrix, the frames' logits: frames × categories.
  ///   - labels: the number of each frame's category.
  /// - Returns: one number.
  /// - Complexity: O(frames × categories).
  public func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 1, "a labelled frame stands alone")
    return try features[0].crossEntropy(labels: labels)
  }

  /// Nil: the loss of a random guess depends on how frequent the categories are.
  public func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
}
