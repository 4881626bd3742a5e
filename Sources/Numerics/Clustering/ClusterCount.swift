import Tensors

/// How many clusters some rows seem to have, by their silhouettes.
///
/// A row's silhouette compares its mean distance to its own cluster, a, with that to the nearest other
/// cluster, b: (b − a) / max(a, b) (Rousseeuw 1987). The mean over rows is highest where clusters are apart;
/// of numbers of clusters that are nearly as good as the best one, the smallest is taken.
package struct ClusterCount: Sendable {
  /// The number of clusters that is chosen.
  package let chosen: Int
  /// Every number that was tried, with its mean silhouette.
  package let tried: [Trial]

  /// One number of clusters that was tried.
  package struct Trial: Codable, Equatable, Sendable {
    /// How many clusters.
    package var clusters: Int
    /// The mean silhouette over rows.
    package var silhouette: Double

    /// Puts a trial together.
    package init(clusters: Int, silhouette: Double) {
      (self.clusters, self.silhouette) = (clusters, silhouette)
    }
  }

  /// Tries numbers of clusters.
  ///
  /// - Parameters:
  ///   - features: the rows; at most ``mostRows`` are looked at, evenly spaced.
  ///   - most: the largest number that is tried.
  ///   - seed: what the result is a function of, beside the rows.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - isCancelled: asked before every number whether to stop.
  /// - Throws: `TensorError`, ``NumericsError``, or `CancellationError`.
  /// - Complexity: O(rows² × dimension), and K-means for every number.
  package init(
    of features: Features, upTo most: Int = 20, seed: UInt64, threads: Int = LibTorch.threads,
    isCancelled: () -> Bool = { false }
  ) throws {
    let count = min(features.rows, Self.mostRows)
    let rows = features.rows((0..<count).map { $0 * features.rows / max(count, 1) })
    let distances = Self.distances(of: rows)
    tried = try stride(from: 2, through: min(most, count - 1), by: 1).map { clusters in
      if isCancelled() { throw CancellationError() }
      let found = try KMeans(clusters: clusters, starts: 3, seed: seed).cluster(
        rows, threads: threads)
      return Trial(
        clusters: clusters,
        silhouette: Self.silhouette(found.assignments, clusters: clusters, distances))
    }
    let best = tried.map(\.silhouette).max() ?? 0
    chosen = tried.first { $0.silhouette >= best - Self.tie }?.clusters ?? max(min(2, count), 1)
  }

  /// The most rows that are looked at.
  package static let mostRows = 1000
  /// On real features, silhouettes of neighbouring numbers of clusters differ by 0.01 to 0.03 from seed to
  /// seed.
  private static let tie = 0.02

  private static func distances(of rows: Features) -> [[Double]] {
    (0..<rows.rows).map { row in
      (0..<rows.rows).map { rows.squaredDistance(row, $0).squareRoot() }
    }
  }

  /// The mean silhouette; a row that is alone in its cluster has 0.
  package static func silhouette(
    _ assignments: [Int], clusters: Int, _ distances: [[Double]]
  ) -> Double {
    var sizes = [Int](repeating: 0, count: clusters)
    for cluster in assignments { sizes[cluster] += 1 }
    var sum = 0.0
    for (row, own) in assignments.enumerated() where sizes[own] > 1 {
      var sums = [Double](repeating: 0, count: clusters)
      for (other, cluster) in assignments.enumerated() { sums[cluster] += distances[row][other] }
      let inside = sums[own] / Double(sizes[own] - 1)
      let outside =
        (0..<clusters).filter { $0 != own && sizes[$0] > 0 }
        .map { sums[$0] / Double(sizes[$0]) }.min() ?? 0
      if max(inside, outside) > 0 { sum += (outside - inside) / max(inside, outside) }
    }
    return sum / Double(max(assignments.count, 1))
  }
}
