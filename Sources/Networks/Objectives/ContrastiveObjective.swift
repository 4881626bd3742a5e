import Tensors

/// The contrastive objective Ls: pull successive frames together, push other frames apart.
///
/// 1/(2N) Σ y·d² + (1−y)·max(margin − d, 0)². N is the number of pairs, d the Euclidean distance of
/// the two normalised features, and y is 1 for successive frames and 0 for other pairs. Source:
/// Hadsell, Chopra, LeCun 2006; Caffe's ContrastiveLoss; margin 1 in `train_test_Ls_loss.prototxt`.
///
/// If one pair in five is negative, features that are all equal give a loss of 0.100. The best
/// constant distance, 0.2, gives 0.080.
public struct ContrastiveObjective: Objective, Equatable {
  /// The distance beyond which a negative pair costs nothing.
  public var margin: Double

  /// Makes the objective.
  ///
  /// - Parameter margin: the distance beyond which a negative pair costs nothing.
  public init(margin: Double = 1) {
    self.margin = margin
  }

  /// Computes the mean loss of a batch of pairs.
  ///
  /// - Parameters:
  ///   - features: anchors and partners, each pairs × features, with rows of length 1.
  ///   - labels: 1 for a positive pair, 0 for a negative pair.
  /// - Returns: one number.
  public func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 2, "a pair has two frames")
    return try loss(
      anchors: features[0], partners: features[1], isPositive: labels.map { $0 == 1 })
  }

  /// Computes the mean loss of anchors and their partners.
  ///
  /// The gradient is finite everywhere. The distance of two equal features has no gradient; a
  /// negative pair of equal features gets the gradient 0.
  ///
  /// - Parameters:
  ///   - anchors: pairs × features, with rows of length 1.
  ///   - partners: pairs × features, with rows of length 1.
  ///   - isPositive: for every pair, whether its frames are successive.
  /// - Returns: one number.
  /// - Complexity: O(pairs × features).
  public func loss(anchors: Tensor, partners: Tensor, isPositive: [Bool]) throws -> Tensor {
    let squares = try (anchors - partners).squared().sum(dimension: 1)
    let distances = try squares.clamped(below: Self.leastSquaredDistance).squareRoot()
    let shortfall = try distances.affine(factor: -1, summand: margin).clamped(below: 0)
    let positive = try Tensor(isPositive.map { $0 ? 1 : 0 })
      .moved(toDeviceOf: anchors)
    let negative = try positive.affine(factor: -1, summand: 1)
    let terms = try positive * squares + negative * shortfall.squared()
    return try terms.sum().affine(factor: 0.5 / Double(isPositive.count))
  }

  /// Far below what 32-bit features of length 1 can resolve, and far above underflow.
  private static let leastSquaredDistance = 1e-12

  /// From the loss of the best constant distance to that of equal features, widened by 0.5 % each
  /// way.
  ///
  /// With s the share of negative pairs, equal features cost s/2 × margin². If all pairs have the
  /// distance s × margin, they cost (1 − s) times as much.
  public func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? {
    let equal = negativeShare / 2 * margin * margin
    return 0.995 * (1 - negativeShare) * equal...1.005 * equal
  }
}

extension ContrastiveObjective {
  /// The definition of `contrastive`.
  public static let definition = ObjectiveDefinition(
    name: "contrastive", title: "Contrastive loss", examples: .successorPairs,
    comparesProjections: false
  ) { ContrastiveObjective(margin: $0.margin) }
}
