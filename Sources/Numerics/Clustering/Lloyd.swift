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

/// The weighted sum of every cluster's rows, updated when rows change their cluster.
///
/// The update costs almost nothing after the first iterations, because few rows move then. The sums
/// are in double precision, which keeps them exact enough after a thousand updates.
struct ClusterSums {
  /// The cluster number of a row that is not in the sums yet.
  static let noCluster = -1

  private let features: Features
  private let rowWeights: [Double]
  private let clusters: Int
  /// Clusters × dimension.
  private var sums: [Double]
  /// The sum of the weights of every cluster's rows.
  private var weights: [Double]
  private var sizes: [Int]

  /// Makes sums of no rows.
  ///
  /// - Parameters:
  ///   - clusters: the number of clusters.
  ///   - features: the rows.
  ///   - weights: every row's weight.
  init(clusters: Int, features: Features, weights: [Double]) {
    self.features = features
    self.clusters = clusters
    rowWeights = weights
    sums = [Double](repeating: 0, count: clusters * features.dimension)
    self.weights = [Double](repeating: 0, count: clusters)
    sizes = [Int](repeating: 0, count: clusters)
  }

  /// Moves rows from their old clusters to their new ones.
  ///
  /// - Parameters:
  ///   - old: every row's cluster before, or ``noCluster``.
  ///   - new: every row's cluster now.
  ///   - threads: the number of threads.
  /// - Complexity: O(rows that move × dimension).
  mutating func move(from old: [Int], to new: [Int], threads: Int) {
    let moved = old.indices.filter { old[$0] != new[$0] }
    for row in moved {
      change(cluster: old[row], by: -1, row: row)
      change(cluster: new[row], by: 1, row: row)
    }
    let features = features
    let rowWeights = rowWeights
    let dimension = features.dimension
    let width = 512
    sums.withUnsafeMutableBufferPointer { sums in
      // Safe: no two pieces share a column.
      nonisolated(unsafe) let sums = sums
      inParallel((dimension + width - 1) / width, threads: threads) { piece in
        let columns = piece * width..<min((piece + 1) * width, dimension)
        features.withRows { values in
          guard let values else { return }
          func add(_ row: Int, to cluster: Int, times factor: Double) {
            guard cluster != Self.noCluster else { return }
            let source = values + row * dimension
            let target = cluster * dimension
            for column in columns { sums[target + column] += factor * Double(source[column]) }
          }
          for row in moved {
            add(row, to: old[row], times: -rowWeights[row])
            add(row, to: new[row], times: rowWeights[row])
          }
        }
      }
    }
  }

  /// Computes the clusters' means, and gives each empty cluster the row farthest from its centre.
  ///
  /// This is scikit-learn's `_relocate_empty_clusters_dense`: the row leaves the mean of its old
  /// cluster at once, and the cluster itself at the next assignment. If all rows lie on their
  /// centres, because there are fewer distinct rows than clusters, an empty cluster gets the mean
  /// of the heaviest one.
  ///
  /// - Parameters:
  ///   - assignments: the cluster of every row.
  ///   - centres: the centres that the rows were assigned to, clusters × dimension.
  /// - Returns: clusters × dimension numbers.
  /// - Complexity: O(clusters × dimension); O(rows × dimension) if a cluster is empty.
  func means(assignments: [Int], centres: [Double]) -> [Double] {
    let dimension = features.dimension
    let empty = (0..<clusters).filter { sizes[$0] == 0 || self.weights[$0] <= 0 }
    var sums = sums
    var weights = weights
    for cluster in empty { weights[cluster] = 0 }
    if !empty.isEmpty {
      let farthest = farthestRows(empty.count, assignments: assignments, centres: centres)
      for (cluster, row) in zip(empty, farthest) {
        let weight = rowWeights[row]
        let old = assignments[row]
        for column in 0..<dimension {
          let value = weight * Double(features.values[row * dimension + column])
          sums[old * dimension + column] -= value
          sums[cluster * dimension + column] = value
        }
        weights[cluster] = weight
        weights[old] -= weight
      }
    }
    let heaviest = weights.indices.max { weights[$0] < weights[$1] } ?? 0
    for cluster in 0..<clusters where weights[cluster] > 0 {
      for column in 0..<dimension { sums[cluster * dimension + column] /= weights[cluster] }
    }
    for cluster in 0..<clusters where weights[cluster] <= 0 {
      for column in 0..<dimension {
        sums[cluster * dimension + column] = sums[heaviest * dimension + column]
      }
    }
    return sums
  }

  /// Adds a row to a cluster's size and weight, or subtracts it.
  private mutating func change(cluster: Int, by sign: Int, row: Int) {
    guard cluster != Self.noCluster else { return }
    sizes[cluster] += sign
    weights[cluster] += Double(sign) * rowWeights[row]
  }

  /// Finds the rows farthest from their centres, farthest first; none if all lie on them.
  private func farthestRows(_ count: Int, assignments: [Int], centres: [Double]) -> [Int] {
    let dimension = features.dimension
    let distances = assignments.indices.map { row in
      (0..<dimension).reduce(0.0) { sum, column in
        let difference =
          Double(features.values[row * dimension + column])
          - centres[assignments[row] * dimension + column]
        return sum + difference * difference
      }
    }
    guard let largest = distances.max(), largest > 0 else { return [] }
    let order = distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }
    return Array(order.prefix(count))
  }
}
