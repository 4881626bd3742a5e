import Foundation
import Tensors

/// Classifies a row by a vote of the training rows that are most alike it.
///
/// Alike is the cosine of the features as they are; a neighbour's vote weighs exp(cosine / 0.07) (Wu
/// et al. 2018, "Unsupervised feature learning via non-parametric instance discrimination", section
/// 3.4, with k = 200 among ImageNet's million). 20 neighbours, as Caron et al. 2021 found best,
/// suit hundreds of training frames.
package struct NeighbourClassifier: Sendable {
  /// How many neighbours vote: as asked for, or all training rows where they are fewer.
  package let k: Int
  private let training: Features
  private let truth: [Int]
  private let categories: Int

  /// Wu et al.'s τ.
  private static let temperature = 0.07

  /// Takes the training rows.
  ///
  /// - Parameters:
  ///   - k: how many neighbours vote at most.
  ///   - training: the training rows, at least one.
  ///   - truth: for every training row, the number of its category.
  ///   - categories: how many categories there are.
  package init(k: Int = 20, training: Features, truth: [Int], categories: Int) {
    precondition(truth.count == training.rows && !truth.isEmpty, "every row needs a category")
    self.k = min(k, training.rows)
    self.training = training
    self.truth = truth
    self.categories = categories
  }

  /// Classifies rows of the same kind as the training rows.
  ///
  /// - Returns: every category's share of the vote.
  /// - Throws: ``NumericsError/dimensions(expected:found:)`` for features of another kind,
  ///   `TensorError`.
  /// - Complexity: O(rows × training rows × dimension) time; 256 MiB beside the features.
  package func predictions(for features: Features) throws -> Predictions {
    guard features.dimension == training.dimension else {
      throw NumericsError.dimensions(expected: training.dimension, found: features.dimension)
    }
    return try withoutGradients {
      // Negated, since the lowest are asked for.
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

  private func unit(_ features: Features) throws -> Tensor {
    try Tensor(features.values, shape: [features.rows, features.dimension]).l2Normalised()
  }

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
