import Tensors

/// The quadruplet objective Lq: a successor near, a later frame nearer than another video's.
///
/// Mean of ‖a−c‖² + max(0, ‖a−v‖² − ‖a−o‖² + margin) over tuples of anchor a, successor c, later
/// frame v and another video's frame o, the hinge for every tuple by itself (authors,
/// `lq_loss_layer.py`, which decides it once a batch and reports the squared gradient as the loss:
/// METHOD.md, mistake 6). Features that are all equal give the margin.
package struct QuadrupletObjective: Objective, Equatable {
  /// How much nearer, in squared distance, the later frame is to be.
  package var margin: Double

  /// Names an objective.
  ///
  /// - Parameter margin: how much nearer, in squared distance, the later frame is to be; 0.5 in
  ///   `lq_loss_layer.py`.
  package init(margin: Double = 0.5) {
    self.margin = margin
  }

  /// The mean loss of a batch of tuples.
  ///
  /// - Parameters:
  ///   - features: anchors, successors, later frames and other videos' frames, each
  ///     tuples × features, rows of length 1.
  ///   - labels: one a tuple, not looked at.
  /// - Returns: one number.
  package func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 4, "a tuple has four frames")
    func squaredDistances(to place: Int) throws -> Tensor {
      try (features[0] - features[place]).squared().sum(dimension: 1)
    }
    let hinges = try (squaredDistances(to: 2) - squaredDistances(to: 3))
      .affine(summand: margin).clamped(below: 0)
    return try (squaredDistances(to: 1) + hinges).mean(dimension: 0)
  }

  /// The margin, give or take a hundredth of it: what equal features give, and any features that tell
  /// a later frame from another video's no better than chance.
  package func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? {
    0.99 * margin...1.01 * margin
  }
}
