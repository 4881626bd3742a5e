import Basics
import Foundation
import Tensors

extension Lloyd {
  /// Picks the first centres of several starts by greedy k-means++ (Arthur and Vassilvitskii 2007).
  ///
  /// Every seed after the first is drawn with a probability proportional to its squared distance
  /// from the nearest seed so far. As in scikit-learn, 2 + ⌊ln clusters⌋ rows are drawn, and the one
  /// that leaves the lowest inertia is kept. All starts are seeded together, because reading the
  /// rows takes longer than multiplying them.
  ///
  /// - Parameters:
  ///   - clusters: the number of clusters.
  ///   - generators: one for each start.
  ///   - isCancelled: called before every seed; true stops the computation.
  /// - Returns: for each start the numbers of its rows.
  /// - Throws: `TensorError` or `CancellationError`.
  /// - Complexity: O(starts × clusters × log clusters × rows × dimension), in as many passes over
  ///   the rows as there are clusters.
  func seeds(
    _ clusters: Int, generators: [SeededGenerator], isCancelled: () -> Bool = { false }
  ) throws -> [[Int]] {
    let (weights, trials) = (weights, 2 + Int(log(Double(clusters))))
    var starts = generators.map { Seeding(generator: $0, weights: weights) }
    for number in 0..<max(clusters, 1) {
      if isCancelled() { throw CancellationError() }
      let found = try squaredDistances(to: starts.flatMap(\.candidates))
      let tried = number == 0 ? 1 : trials
      starts = mapped(starts, threads: threads) { index, start in
        var start = start
        start.addSeed(distances: found[index * tried..<(index + 1) * tried], weights: weights)
        start.drawCandidates(trials, weights: weights)
        return start
      }
    }
    return starts.map(\.seeds)
  }

  /// The seeds of one start so far, and the candidates for the next one.
  private struct Seeding: Sendable {
    var generator: SeededGenerator
    var seeds: [Int] = []
    var candidates: [Int]
    /// Every row's squared distance from its nearest seed.
    var nearest: [Double]

    init(generator: SeededGenerator, weights: [Double]) {
      self.generator = generator
      candidates = [drawIndex(weights, generator: &self.generator)]
      nearest = [Double](repeating: .infinity, count: weights.count)
    }

    /// Adds the candidate that leaves the lowest inertia to the seeds.
    ///
    /// - Parameters:
    ///   - distances: for each candidate every row's squared distance.
    ///   - weights: every row's weight.
    mutating func addSeed(distances: ArraySlice<[Double]>, weights: [Double]) {
      let left = distances.map { zip($0, nearest).map { min($0, $1) } }
      let inertias = left.map { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }
      let best = inertias.indices.min { inertias[$0] < inertias[$1] } ?? 0
      seeds.append(candidates[best])
      nearest = left[best]
    }

    /// Draws new candidates, with probabilities proportional to the weighted squared distances.
    mutating func drawCandidates(_ count: Int, weights: [Double]) {
      let chances = zip(nearest, weights).map { $0 * $1 }
      candidates = (0..<count).map { _ in drawIndex(chances, generator: &generator) }
    }
  }

  /// Computes the squared distances of all rows to some of them.
  ///
  /// - Parameter targets: the numbers of these rows.
  /// - Returns: for each target every row's squared distance.
  /// - Throws: `TensorError`.
  private func squaredDistances(to targets: [Int]) throws -> [[Double]] {
    let features = rows.features
    let lengths = rows.moments.squaredLengths
    let found = try withoutGradients {
      try rows.products(withFew: rows.centredRows(targets))
    }
    return targets.indices.map { index in
      let target = targets[index]
      return filled(features.rows, with: 0, stretch: 256, threads: threads) { range, distances in
        for row in range {
          let sum = lengths[row] + lengths[target]
          let distance = sum - 2 * Double(found[row * targets.count + index])
          // For near rows, 32 bits leave fewer than three digits, so these distances are computed
          // again in 64 bits. The distance of equal rows is then 0.
          distances[row] =
            distance > 1e-4 * sum ? distance : features.squaredDistance(row, target)
        }
      }
    }
  }
}

/// Draws an index with a probability proportional to its number; any index if all are 0.
private func drawIndex(_ chances: [Double], generator: inout SeededGenerator) -> Int {
  let total = chances.reduce(0, +)
  guard total > 0 else { return generator.integer(below: chances.count) }
  let target = generator.unit() * total
  var sum = 0.0
  for (index, chance) in chances.enumerated() {
    sum += chance
    if sum > target { return index }
  }
  return chances.lastIndex { $0 > 0 } ?? 0
}
