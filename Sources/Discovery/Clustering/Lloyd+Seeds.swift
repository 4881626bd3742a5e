import Basics
import Foundation
import Tensors

extension Lloyd {
  /// Picks rows as first centres: greedy k-means++ (Arthur and Vassilvitskii 2007).
  ///
  /// Every seed after the first is drawn with a chance proportional to its squared distance from
  /// the seeds so far; of 2 + ⌊ln k⌋ such draws, as in scikit-learn, the one that leaves the lowest
  /// inertia is kept.
  ///
  /// - Returns: clusters × dimension numbers.
  /// - Complexity: O(clusters × log clusters × rows × dimension).
  func seeds(_ clusters: Int, generator: inout SeededGenerator) throws -> [Double] {
    let trials = 2 + Int(log(Double(clusters)))
    let first = draw(weights, generator: &generator)
    var seeds = [first]
    var nearest = try squaredDistances(to: [first])[0]
    while seeds.count < clusters {
      let chances = zip(nearest, weights).map { $0 * $1 }
      let candidates = (0..<trials).map { _ in draw(chances, generator: &generator) }
      let left = try squaredDistances(to: candidates).map { zip($0, nearest).map { min($0, $1) } }
      let inertias = left.map { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }
      let best = inertias.indices.min { inertias[$0] < inertias[$1] } ?? 0
      seeds.append(candidates[best])
      nearest = left[best]
    }
    return seeds.flatMap { rows.features[$0].map(Double.init) }
  }

  /// Draws an index with a chance proportional to its number; any, where all are 0.
  private func draw(_ chances: [Double], generator: inout SeededGenerator) -> Int {
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

  /// All rows' squared distances to some of them, an array a row asked for.
  private func squaredDistances(to targets: [Int]) throws -> [[Double]] {
    let features = rows.features
    let lengths = rows.squaredLengths
    var products: [Float] = []
    try withoutGradients {
      let vectors = try rows.tensor.rows(targets)
      products.reserveCapacity(features.rows * targets.count)
      try rows.forEachBlockOfProducts(with: vectors) { products += try $1.floats() }
    }
    let found = products
    return targets.indices.map { index in
      let target = targets[index]
      return filled(features.rows, with: 0, stretch: 256, threads: threads) { range, distances in
        for row in range {
          let sum = lengths[row] + lengths[target]
          let distance = sum - 2 * Double(found[row * targets.count + index])
          // So close that 32 bits leave fewer than three digits: a duplicate must come out as 0.
          distances[row] =
            distance > 1e-4 * sum ? distance : features.squaredDistance(row, target)
        }
      }
    }
  }
}
