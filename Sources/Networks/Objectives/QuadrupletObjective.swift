import Tensors

/// The quadruplet objective Lq: the successor is near, and a later frame is nearer than another
/// video.
///
/// The mean of ‖a−c‖² + max(0, ‖a−v‖² − ‖a−o‖² + margin) over tuples. A tuple has an anchor a, its
/// successor c, a later frame v and a frame o of another video. Source: the authors'
/// `lq_loss_layer.py`. That file decides the hinge once for a whole batch and reports the squared
/// gradient as the loss (docs/method.md, mistake 6); here every tuple has its own hinge.
///
/// Features that are all equal give a loss equal to the margin.
public struct QuadrupletObjective: Objective, Equatable {
  /// How much nearer the later frame must be than the other video's frame, in squared distance.
  public var margin: Double

  /// Makes the objective.
  ///
  /// - Parameter margin: how much nearer the later frame must be than the other video's frame, in
  ///   squared distance; 0.5 in `lq_loss_layer.py`.
  public init(margin: Double = 0.5) {
    self.margin = margin
  }

  /// Computes the mean loss of a batch of tuples.
  ///
  /// - Parameters:
  ///   - features: anchors, successors, later frames and other videos' frames, each
  ///     tuples × features, with rows of length 1.
  ///   - labels: one per tuple; not used.
  /// - Returns: one number.
  /// - Complexity: O(tuples × features).
  public func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 4, "a tuple has four frames")
    func squaredDistances(to place: Int) throws -> Tensor {
      try (features[0] - features[place]).squared().sum(dimension: 1)
    }
    let hinges = try (squaredDistances(to: 2) - squaredDistances(to: 3))
      .affine(summand: margin).clamped(below: 0)
    return try (squaredDistances(to: 1) + hinges).mean(dimension: 0)
  }

  /// The margin, widened by 1 % each way.
  ///
  /// Equal features give the margin. So do features that distinguish a later frame from another
  /// video's frame no better than chance.
  public func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? {
    0.99 * margin...1.01 * margin
  }
}

extension QuadrupletObjective {
  /// The definition of `quadruplet`.
  public static let definition = ObjectiveDefinition(
    name: "quadruplet", title: "Quadruplet loss", examples: .tuples, comparesProjections: false
  ) { QuadrupletObjective(margin: $0.margin) }
}
