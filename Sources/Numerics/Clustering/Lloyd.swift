import Tensors

/// Lloyd's algorithm (1957, published 1982) on one set of rows; ``CentreBounds`` leave out what can't change.
struct Lloyd {
  /// The rows.
  let rows: LentRows
  /// Every row's weight.
  let weights: [Double]
  /// The largest number of iterations.
  let iterationLimit: Int
  /// A share of the mean variance, as in ``KMeans/tolerance``.
  let tolerance: Double
  /// The number of threads for what LibTorch does not compute.
  let threads: Int

  /// The result of one run.
  struct Result {
    /// The number of every row's cluster.
    var assignments: [Int]
    /// The clusters' centres, a row each.
    var centres: Features
    /// The weighted sum of the rows' squared distances to their centres.
    var inertia: Double
    /// The number of iterations.
    var iterations: Int
  }

  private var features: Features { rows.features }

  /// Moves every centre to the mean of the rows nearest to it, until nothing changes.
  ///
  /// - Parameters:
  ///   - start: the first centres, clusters × dimension.
  ///   - isCancelled: called before every iteration; true stops the run.
  /// - Returns: the clusters after the last iteration.
  /// - Throws: `TensorError` or `CancellationError`.
  /// - Complexity: O(iterations × rows × clusters × dimension).
  func run(from start: [Double], isCancelled: () -> Bool) throws -> Result {
    let clusters = start.count / max(features.dimension, 1)
    let numbers = Double(max(features.rows * features.dimension, 1))
    let leastShift = tolerance * rows.moments.squaredLengths.reduce(0, +) / numbers
    var sums = ClusterSums(clusters: clusters, features: features, weights: weights)
    var centres = start
    var assignments = [Int](repeating: ClusterSums.noCluster, count: features.rows)
    var bounds = CentreBounds(rows: features.rows, centres: clusters)
    var inDoubt = Array(0..<features.rows)
    var iterations = 0
    var isUnchanged = false
    while iterations < iterationLimit, !isUnchanged {
      if isCancelled() { throw CancellationError() }
      iterations += 1
      try measure(inDoubt, from: centres, into: &bounds)
      sums.move(from: assignments, to: bounds.nearest, threads: threads)
      isUnchanged = bounds.nearest == assignments
      assignments = bounds.nearest
      let means = sums.means(assignments: assignments, centres: centres)
      let shifts = squaredDistances(of: means, from: centres)
      centres = means
      inDoubt = bounds.move(by: shifts.map { $0.squareRoot() }, threads: threads)
      if shifts.reduce(0, +) <= leastShift { break }
    }
    if !isUnchanged {
      try measure(inDoubt, from: centres, into: &bounds)
      assignments = bounds.nearest
    }
    let found = Features(
      rows: clusters, dimension: features.dimension, values: centres.map(Float.init))
    return Result(
      assignments: assignments, centres: found,
      inertia: inertia(assignments, centres: found), iterations: iterations)
  }

  /// Computes the squared distance of every centre from another centre.
  private func squaredDistances(of centres: [Double], from others: [Double]) -> [Double] {
    let dimension = features.dimension
    return stride(from: 0, to: centres.count, by: max(dimension, 1)).map { start in
      (start..<start + dimension).reduce(0) { sum, place in
        let difference = centres[place] - others[place]
        return sum + difference * difference
      }
    }
  }

  /// Computes the distances of some rows from all centres.
  private func measure(
    _ numbers: [Int], from centres: [Double], into bounds: inout CentreBounds
  ) throws {
    let dimension = features.dimension
    let count = centres.count / max(dimension, 1)
    let centred = centres.indices.map {
      Float(centres[$0] - Double(rows.moments.mean[$0 % dimension]))
    }
    let squaredLengths = (0..<count).map { cluster in
      centred[cluster * dimension..<(cluster + 1) * dimension]
        .reduce(0) { $0 + Double($1) * Double($1) }
    }
    let vectors = try Tensor(centred, shape: [count, dimension])
    try withoutGradients {
      try rows.forEachBlockOfProducts(of: numbers, with: vectors) { block, products in
        bounds.take(
          block, products: try products.floats(), squaredLengths: rows.moments.squaredLengths,
          squaredLengthsOfCentres: squaredLengths, threads: threads)
      }
    }
  }

  /// Computes the weighted sum of the rows' squared distances to their centres.
  private func inertia(_ assignments: [Int], centres: Features) -> Double {
    let features = features
    let dimension = features.dimension
    let distances = filled(features.rows, with: 0.0, stretch: 256, threads: threads) {
      range, distances in
      features.withRows { rows in
        centres.withRows { centres in
          guard let rows, let centres else { return }
          for row in range {
            distances[row] = squaredDistance(
              rows + row * dimension, centres + assignments[row] * dimension, count: dimension)
          }
        }
      }
    }
    return zip(distances, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
