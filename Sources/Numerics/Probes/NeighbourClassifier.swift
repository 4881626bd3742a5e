import Foundation
import Tensors

/// A classifier by a vote of the nearest training rows, measured by the cosine.
///
/// A neighbour's vote has the weight exp(cosine / 0.07) (Wu et al. 2018, "Unsupervised feature
/// learning via non-parametric instance discrimination", section 3.4). Wu et al. use 200 neighbours
/// for the million images of ImageNet. The default here is 20, which Caron et al. (2021) found best,
/// and which fits hundreds of training rows.
public struct NeighbourClassifier: Sendable {
  /// The number of neighbours that vote: as asked for, or all training rows if they are fewer.
  public let k: Int
  private let training: Features
  private let truth: [Int]
  private let categories: Int

  /// τ of Wu et al.
  private static let temperature = 0.07

  /// Makes a classifier of training rows.
  ///
  /// - Parameters:
  ///   - k: the largest number of neighbours that vote.
  ///   - training: the training rows, at least one.
  ///   - truth: the number of every training row's category.
  ///   - categories: the number of categories.
  public init(k: Int = 20, training: Features, truth: [Int], categories: Int) {
    precondition(truth.count == training.rows && !truth.isEmpty, "every row needs a category")
    self.k = min(k, training.rows)
    self.training = training
    self.truth = truth
    self.categories = categories
  }

  /// Classifies rows of the same kind as the training rows.
  ///
  /// - Parameter features: rows of the training rows' dimension.
  /// - Returns: for every row the categories' shares of the vote.
  /// - Throws: ``NumericsError/dimensions(expected:found:)`` for another dimension,
  ///   `TensorError`.
  /// - Complexity: O(rows × training rows × dimension) time; 256 MiB beside the features.
  public func predictions(for features: Features) throws -> Predictions {
    guard features.dimension == training.dimension else {
      throw NumericsError.dimensions(expected: training.dimension, found: features.dimension)
    }
    return try withoutGradients {
      // The columns are negated, because `lowest` finds the smallest products.
      let columns = try unit(training).transposed().affine(factor: -1)
      var shares: [Double] = []
      shares.reserveCapacity(features.rows * categories)
      try features.forEachBlock(width: training.rows) { block in
        let (distances, positions) = try unit(block).matrixProduct(columns).lowest(k)
        shares += votes(of: try positions.integers(), cosines: try distances.floats().map { -$0 })
      }
      return Predictions(categories: categories, probabilities: shares)
    }
  }

  /// The rows at unit length.
  private func unit(_ features: Features) throws -> Tensor {
    try Tensor(features.values, shape: [features.rows, features.dimension]).l2Normalised()
  }

  /// The categories' shares of the votes of each row's `k` neighbours.
  private func votes(of positions: [Int], cosines: [Float]) -> [Double] {
    stride(from: 0, to: positions.count, by: k).flatMap { start in
      var shares = [Double](repeating: 0, count: categories)
      for index in start..<start + k {
        shares[truth[positions[index]]] += exp(Double(cosines[index]) / Self.temperature)
      }
      let sum = shares.reduce(0, +)
      return shares.map { $0 / sum }
    }
  }
}
