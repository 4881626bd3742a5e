import Tensors

/// The number of clusters that fits some rows best, chosen by the silhouette.
///
/// A row's silhouette is (b − a) / max(a, b), where a is its mean distance to the other rows of its
/// cluster, and b its mean distance to the rows of the nearest other cluster (Rousseeuw 1987). The
/// mean over rows is high if the clusters are apart. Of the numbers whose mean is nearly the highest,
/// the smallest is chosen.
public struct ClusterCount: Sendable {
  /// The chosen number of clusters.
  public let chosen: Int
  /// Every number that was tried, with its mean silhouette.
  public let tried: [Trial]

  /// One number of clusters that was tried.
  public struct Trial: Codable, Equatable, Sendable {
    /// The number of clusters.
    public var clusters: Int
    /// The mean silhouette over rows.
    public var silhouette: Double

    /// Makes a trial.
    public init(clusters: Int, silhouette: Double) {
      (self.clusters, self.silhouette) = (clusters, silhouette)
    }
  }

  /// Clusters rows with K-means into 2, 3, … clusters, and chooses the best number.
  ///
  /// - Parameters:
  ///   - features: the rows; of more than ``mostRows``, that many are used, evenly spaced.
  ///   - most: the largest number that is tried.
  ///   - tie: how much lower than the highest a silhouette may be.
  ///   - seed: the seed of K-means.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - isCancelled: called before every number; true stops the computation.
  /// - Throws: `TensorError`, ``NumericsError``, or `CancellationError`.
  /// - Complexity: O(rows² × dimension), and one K-means for every number.
  public init(
    of features: Features, upTo most: Int = 20, tie: Double = ClusterCount.frameTie,
    seed: UInt64, threads: Int = LibTorch.threads, isCancelled: () -> Bool = { false }
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
    chosen = tried.first { $0.silhouette >= best - tie }?.clusters ?? max(min(2, count), 1)
  }

  /// The largest number of rows that are used.
  public static let mostRows = 1000
  /// How much lower than the highest a silhouette of frames may be: on real features, the silhouettes of
  /// neighbouring numbers of clusters differ by 0.01 to 0.03 between seeds.
  public static let frameTie = 0.02

  /// Computes every row's distances to all rows.
  private static func distances(of rows: Features) -> [[Double]] {
    (0..<rows.rows).map { row in
      (0..<rows.rows).map { rows.squaredDistance(row, $0).squareRoot() }
    }
  }

  /// Computes the mean silhouette of some clusters; a row that is alone in its cluster has 0.
  ///
  /// - Parameters:
  ///   - assignments: every row's cluster.
  ///   - clusters: the number of clusters.
  ///   - distances: every row's distances to all rows.
  /// - Returns: a number from −1 to 1.
  /// - Complexity: O(rows²).
  public static func silhouette(
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
