import Tensors

/// Variance, invariance, covariance: two frames of a video alike, every number of the projection spread
/// over the batch, and no two numbers saying the same (Bardes, Ponce, LeCun 2022).
///
/// 25 × mean (z − w)² + 25 × the mean over both of mean max(0, 1 − σ) + the sum over both of
/// Σ cov²/numbers off the diagonal; weights as in the paper's section 4.2.
package struct VICRegObjective: Objective, Equatable {
  /// Names the objective.
  package init() {}

  /// The mean loss of a batch of pairs.
  ///
  /// - Parameters:
  ///   - features: projections of anchors and partners, each pairs × numbers.
  ///   - labels: one a pair, not looked at.
  /// - Returns: one number.
  /// - Complexity: O(pairs × numbers²).
  package func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 2, "a pair has two frames")
    let numbers = features[0].shape[1]
    let invariance = try (features[0] - features[1]).squared().sum()
      .affine(factor: Weight.invariance / Double(numbers * labels.count))
    // One row has no variance.
    guard labels.count > 1 else { return invariance }
    return try features.reduce(invariance) { try $0 + Self.regularisation(of: $1) }
  }

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

  /// None: what a guess costs depends on the projection's spread.
  package func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
}
