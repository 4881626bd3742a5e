import Tensors

/// The contrastive objective Ls: successive frames together, others at least a margin apart.
///
/// 1/(2N) Σ y·d² + (1−y)·max(margin − d, 0)², d the Euclidean distance of the two normalised
/// features, y = 1 for successive frames (Hadsell, Chopra, LeCun 2006; Caffe's ContrastiveLoss; margin 1
/// in `train_test_Ls_loss.prototxt`). With one negative in five, features that are all equal give
/// 0.100 and the best constant distance, 0.2, gives 0.080.
package struct ContrastiveObjective: Objective, Equatable {
  /// The distance from which on a negative pair costs nothing.
  package var margin: Double

  /// Names an objective.
  ///
  /// - Parameter margin: the distance from which on a negative pair costs nothing.
  package init(margin: Double = 1) {
    self.margin = margin
  }

  /// The mean loss of a batch of pairs.
  ///
  /// The gradient is finite everywhere: a negative pair of equal features, where the distance has
  /// none, is given 0.
  ///
  /// - Parameters:
  ///   - anchors: pairs × features, rows of length 1.
  ///   - partners: pairs × features, rows of length 1.
  ///   - isPositive: for every pair, whether its frames are successive.
  /// - Returns: one number.
  package func loss(anchors: Tensor, partners: Tensor, isPositive: [Bool]) throws -> Tensor {
    let squares = try (anchors - partners).squared().sum(dimension: 1)
    let distances = try squares.clamped(below: Self.leastSquaredDistance).squareRoot()
    let shortfall = try distances.affine(factor: -1, summand: margin).clamped(below: 0)
    let positive = try Tensor(isPositive.map { $0 ? 1 : 0 })
      .moved(toDeviceOf: anchors)
    let negative = try positive.affine(factor: -1, summand: 1)
    let terms = try positive * squares + negative * shortfall.squared()
    return try terms.sum().affine(factor: 0.5 / Double(isPositive.count))
  }

  /// The same, of pairs as training takes them.
  ///
  /// - Parameters:
  ///   - features: anchors and partners, each pairs × features, rows of length 1.
  ///   - labels: 1 for every positive pair, 0 for every negative one.
  package func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 2, "a pair has two frames")
    return try loss(
      anchors: features[0], partners: features[1], isPositive: labels.map { $0 == 1 })
  }

  /// From the best constant distance to all features equal, and a little more on either side.
  ///
  /// Equal features cost s/2 × margin², s the share of negatives; the distance s × margin for all
  /// pairs costs (1 − s) of that.
  package func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? {
    let equal = negativeShare / 2 * margin * margin
    return 0.995 * (1 - negativeShare) * equal...1.005 * equal
  }

  /// Far below what 32-bit features of length 1 can resolve, and far above underflow.
  private static let leastSquaredDistance = 1e-12
}
