/// One start of Lloyd's algorithm: its centres, and the rows that they were computed from.
struct LloydStart {
  /// The centres, clusters × dimension.
  private(set) var centres: [Double]
  /// The number of every row's cluster.
  private(set) var assignments: [Int]
  /// How many times the centres have moved.
  private(set) var iterations = 0
  /// Whether the last distances have been computed.
  private(set) var hasEnded = false

  private var sums: ClusterSums
  /// Whether the centres stay where they are, so that only the last assignment is left to do.
  private var hasSettled: Bool

  /// When a start ends.
  struct Limits {
    /// The largest number of iterations.
    var iterations: Int
    /// The sum of the centres' squared movements that counts as none.
    var shift: Double
  }

  /// Begins at some centres.
  ///
  /// - Parameters:
  ///   - centres: the first centres, clusters × dimension.
  ///   - features: the rows.
  ///   - weights: every row's weight.
  ///   - limits: when the start ends.
  init(centres: [Double], features: Features, weights: [Double], limits: Limits) {
    self.centres = centres
    sums = ClusterSums(
      clusters: centres.count / max(features.dimension, 1), features: features, weights: weights)
    assignments = Array(repeating: ClusterSums.noCluster, count: features.rows)
    hasSettled = limits.iterations < 1
  }

  /// Assigns every row to its nearest centre, and moves every centre to the mean of its rows.
  ///
  /// - Parameters:
  ///   - nearest: the number of every row's nearest centre.
  ///   - limits: when the start ends.
  ///   - threads: the number of threads.
  /// - Returns: the squared distance that each centre has moved.
  mutating func advance(to nearest: [Int], limits: Limits, threads: Int) -> [Double] {
    let old = (assignments: assignments, centres: centres)
    assignments = nearest
    guard !hasSettled else {
      hasEnded = true
      return []
    }
    iterations += 1
    sums.move(from: old.assignments, to: nearest, threads: threads)
    centres = sums.means(assignments: nearest, centres: old.centres)
    let dimension = centres.count / sums.clusters
    let shifts = squaredDistances(of: centres, from: old.centres, dimension, threads: threads)
    hasEnded = nearest == old.assignments
    hasSettled = iterations >= limits.iterations || shifts.reduce(0, +) <= limits.shift
    return shifts
  }
}

/// Computes the squared distance of each of some vectors from another vector.
///
/// - Parameters:
///   - vectors: count × dimension numbers.
///   - others: count × dimension numbers.
///   - dimension: the dimension.
///   - threads: the number of threads.
/// - Returns: a squared distance for each vector.
func squaredDistances(
  of vectors: [Double], from others: [Double], _ dimension: Int, threads: Int
) -> [Double] {
  filled(vectors.count / max(dimension, 1), with: 0, stretch: 1, threads: threads) {
    range, distances in
    for place in range.lowerBound * dimension..<range.upperBound * dimension {
      let difference = vectors[place] - others[place]
      distances[range.lowerBound] += difference * difference
    }
  }
}
