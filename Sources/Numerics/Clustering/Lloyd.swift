import Tensors

/// Lloyd's algorithm (1957, published 1982) on one set of rows.
struct Lloyd {
  let rows: ClusteredRows
  let weights: [Double]
  let iterationLimit: Int
  /// A share of the mean variance, as in ``KMeans/tolerance``.
  let tolerance: Double
  let threads: Int

  /// What one run leads to.
  struct Result {
    var assignments: [Int]
    var centres: Features
    var inertia: Double
    var iterations: Int
  }

  private var features: Features { rows.features }

  /// Moves centres to the means of the rows nearest to them until nothing changes.
  ///
  /// - Parameter start: the first centres, clusters × dimension.
  func run(from start: [Double], isCancelled: () -> Bool) throws -> Result {
    let clusters = start.count / max(features.dimension, 1)
    let numbers = Double(max(features.rows * features.dimension, 1))
    let leastShift = tolerance * rows.moments.squaredLengths.reduce(0, +) / numbers
    var sums = ClusterSums(clusters: clusters, features: features, weights: weights)
    var centres = start
    var assignments = [Int](repeating: ClusterSums.noCluster, count: features.rows)
    var iterations = 0
    var isStrict = false
    while iterations < iterationLimit, !isStrict {
      if isCancelled() { throw CancellationError() }
      iterations += 1
      let nearest = try nearestCentres(centres)
      sums.move(from: assignments, to: nearest, threads: threads)
      isStrict = nearest == assignments
      assignments = nearest
      let means = sums.means(assignments: assignments, centres: centres)
      let shift = zip(means, centres).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      centres = means
      if shift <= leastShift { break }
    }
    if !isStrict { assignments = try nearestCentres(centres) }
    let found = Features(
      rows: clusters, dimension: features.dimension, values: centres.map(Float.init))
    return Result(
      assignments: assignments, centres: found,
      inertia: inertia(assignments, centres: found), iterations: iterations)
  }

  /// For every row the nearest centre; of centres equally near, the one with the lowest number.
  private func nearestCentres(_ centres: [Double]) throws -> [Int] {
    let dimension = features.dimension
    let count = centres.count / max(dimension, 1)
    let centred = centres.indices.map {
      Float(centres[$0] - Double(rows.moments.mean[$0 % dimension]))
    }
    // Half of ‖c‖² − 2 x·c, which differs from half the squared distance by what the row alone has.
    let halves = (0..<count).map { cluster in
      centred[cluster * dimension..<(cluster + 1) * dimension]
        .reduce(0) { $0 + Double($1) * Double($1) } / 2
    }.map(Float.init)
    let vectors = try Tensor(centred, shape: [count, dimension])
    var nearest = [Int](repeating: 0, count: features.rows)
    try withoutGradients {
      try rows.forEachBlockOfProducts(with: vectors) { block, products in
        let products = try products.floats()
        for row in block {
          let offset = (row - block.lowerBound) * count
          var least = Float.infinity
          for cluster in 0..<count where halves[cluster] - products[offset + cluster] < least {
            least = halves[cluster] - products[offset + cluster]
            nearest[row] = cluster
          }
        }
      }
    }
    return nearest
  }

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
