import CLoops

/// The weighted sum of every cluster's rows, updated when rows change their cluster.
///
/// The update costs almost nothing after the first iterations, because few rows move then. The sums
/// are in double precision, which keeps them exact enough after a thousand updates.
struct ClusterSums {
  /// The cluster number of a row that is not in the sums yet.
  static let noCluster = -1

  private let features: Features
  private let rowWeights: [Double]
  /// The number of clusters.
  let clusters: Int
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
      guard let start = sums.baseAddress else { return }
      // Safe: no two pieces share a column.
      nonisolated(unsafe) let sums = start
      inParallel((dimension + width - 1) / width, threads: threads) { piece in
        let columns = piece * width..<min((piece + 1) * width, dimension)
        features.withRows { values in
          guard let values else { return }
          func add(_ row: Int, to cluster: Int, times factor: Double) {
            guard cluster != Self.noCluster else { return }
            cl_add(
              values + row * dimension + columns.lowerBound, factor,
              sums + cluster * dimension + columns.lowerBound, columns.count)
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
