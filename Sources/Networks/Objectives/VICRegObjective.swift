import Tensors

/// The VICReg objective: variance, invariance and covariance (Bardes, Ponce, LeCun 2022).
///
/// Invariance: two frames of a video have similar projections z and w. Variance: every number of
/// the projection varies over the batch. Covariance: different numbers are not correlated.
///
/// The loss is 25 × mean (z − w)², plus 25 × mean max(0, 1 − σ) averaged over z and w, plus
/// Σ cov² / numbers off the diagonal, summed over z and w. The weights are those of the paper's
/// section 4.2.
public struct VICRegObjective: Objective, Equatable {
  /// Makes the objective.
  public init() {}

  /// Computes the mean loss of a batch of pairs.
  ///
  /// A batch of one pair has no variance; its loss is the invariance alone.
  ///
  /// - Parameters:
  ///   - features: projections of anchors and partners, each pairs × numbers.
  ///   - labels: one per pair; not used.
  /// - Returns: one number.
  /// - Complexity: O(pairs × numbers²).
  public func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 2, "a pair has two frames")
    let numbers = features[0].shape[1]
    let invariance = try (features[0] - features[1]).squared().sum()
      .affine(factor: Weight.invariance / Double(numbers * labels.count))
    guard labels.count > 1 else { return invariance }
    return try features.reduce(invariance) { try $0 + Self.regularisation(of: $1) }
  }

  /// Computes the variance and covariance terms of one branch.
  private static func regularisation(of rows: Tensor) throws -> Tensor {
    let (count, numbers) = (rows.shape[0], rows.shape[1])
    let centred = try rows - rows.mean(dimension: 0, keepsDimension: true)
    let variances = try centred.squared().sum(dimension: 0).affine(factor: 1 / Double(count - 1))
    let shortfall = try variances.affine(summand: leastVariance).squareRoot()
      .affine(factor: -1, summand: 1).clamped(below: 0).mean(dimension: 0)
    let covariance = try centred.transposed().matrixProduct(centred)
      .affine(factor: 1 / Double(count - 1))
    let offDiagonal = try covariance.squared().sum() - variances.squared().sum()
    return try shortfall.affine(factor: Weight.variance / 2)
      + offDiagonal.affine(factor: Weight.covariance / Double(numbers))
  }

  private enum Weight {
    static let invariance = 25.0
    static let variance = 25.0
    static let covariance = 1.0
  }

  /// Keeps the derivative of a deviation finite (the paper's ε).
  private static let leastVariance = 1e-4

  /// Nil: the loss of a random guess depends on the spread of the projections.
  public func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
}

extension VICRegObjective {
  /// The definition of `vicreg`.
  public static let definition = ObjectiveDefinition(
    name: "vicreg", title: "VICReg", examples: .positivePairs, comparesProjections: true
  ) { _ in VICRegObjective() }
}
