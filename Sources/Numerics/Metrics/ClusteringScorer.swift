import Basics
import Tensors

/// Scores a clustering of rows, and of groups of rows, against the groups' categories.
///
/// ``score()`` gives the metrics, and ``scorePermuted(permutations:seed:)`` what chance gives. The
/// nearest neighbours are found once, when the scorer is made.
public struct ClusteringScorer: Sendable {
  /// Every row's group, and the groups' categories.
  public let groups: RowGroups
  /// Every row's cluster.
  public let clusters: [Int]
  /// For every group, the cluster that most of its rows are in.
  public let groupClusters: [Int]
  /// For every row, the group of its nearest row of another group.
  private let nearestOfRow: [Int?]
  /// For every group, the group whose mean is nearest to its mean.
  private let nearestOfGroup: [Int?]

  /// Makes a scorer; finds the nearest neighbours of rows and of groups if there are categories.
  ///
  /// - Parameters:
  ///   - clusters: every row's cluster, from 0.
  ///   - features: the rows.
  ///   - groups: every row's group, and the groups' categories.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - progress: called after every block of rows with the number of finished rows.
  ///   - isCancelled: called before every block of rows; true stops the computation.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows² × dimension).
  public init(
    _ clusters: [Int], of features: Features, groups: RowGroups, threads: Int = LibTorch.threads,
    progress: (_ rowsDone: Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws {
    precondition(clusters.count == features.rows, "every row needs a cluster")
    precondition(groups.groupOfRow.count == features.rows, "every row needs a group")
    self.groups = groups
    self.clusters = clusters
    groupClusters = groups.majorityClusters(clusters)
    guard groups.categories != nil else {
      nearestOfRow = []
      nearestOfGroup = []
      return
    }
    nearestOfRow =
      try NearestNeighbours(
        1, of: features, groups: groups.groupOfRow, threads: threads, progress: progress,
        isCancelled: isCancelled
      )
      .rows.map { $0 < 0 ? nil : groups.groupOfRow[$0] }
    let means = features.groupMeans(groups.groupOfRow, count: groups.count)
    nearestOfGroup = try NearestNeighbours(1, of: means, threads: threads).rows.map {
      $0 < 0 ? nil : $0
    }
  }

  /// Makes a scorer of rows that are a group each.
  ///
  /// - Parameters:
  ///   - clusters: every row's cluster, from 0.
  ///   - features: the rows.
  ///   - categories: every row's category.
  ///   - threads: the number of threads for what LibTorch does not compute.
  /// - Throws: `TensorError`.
  /// - Complexity: O(rows² × dimension).
  public init(
    _ clusters: [Int], of features: Features, categories: [String],
    threads: Int = LibTorch.threads
  ) throws {
    try self.init(
      clusters, of: features,
      groups: RowGroups(
        groupOfRow: Array(0..<features.rows), count: features.rows, categories: categories),
      threads: threads)
  }

  /// Computes the metrics of rows and of groups.
  ///
  /// - Returns: the metrics, or nil if there are no categories.
  public func score() -> LevelMetrics<Double>? {
    guard let categories = groups.categories else { return nil }
    let (numbers, count) = numbered(categories)
    return score(categories: numbers, count: count)
  }

  /// Computes the metrics that chance gives, by permuting the categories among the groups.
  ///
  /// All rows of a group keep the same category. The rows of a group are often near-copies, and
  /// permuting the categories row by row would make chance look worse than it is.
  ///
  /// - Parameters:
  ///   - permutations: the number of permutations.
  ///   - seed: the seed of the permutations.
  /// - Returns: the mean and the 95 % interval of every metric, or nil if there are no categories.
  public func scorePermuted(permutations: Int = 200, seed: UInt64) -> LevelMetrics<Interval>? {
    guard let categories = groups.categories, permutations > 0 else { return nil }
    let (numbers, count) = numbered(categories)
    let draws = (0..<permutations).map { permutation in
      var generator = SeededGenerator(seed: seed, path: UInt64(permutation))
      let order = generator.permutation(of: groups.count)
      return score(categories: order.map { numbers[$0] }, count: count)
    }
    return LevelMetrics(
      rows: ClusteringMetrics(intervalsOf: draws.map(\.rows)),
      groups: ClusteringMetrics(intervalsOf: draws.map(\.groups)))
  }

  /// Computes the metrics for given categories.
  ///
  /// - Parameters:
  ///   - categories: the number of every group's category.
  ///   - count: the number of categories.
  private func score(categories: [Int], count: Int) -> LevelMetrics<Double> {
    let groupOfRow = groups.groupOfRow
    return LevelMetrics(
      rows: ClusteringMetrics(
        table(clusters, groupOfRow.map { categories[$0] }, count: count),
        neighbourAccuracy: agreement(groupOfRow, nearestOfRow, categories)),
      groups: ClusteringMetrics(
        table(groupClusters, categories, count: count),
        neighbourAccuracy: agreement(Array(0..<groups.count), nearestOfGroup, categories)))
  }

  /// Counts the items of every category in every cluster, with the clusters' own numbers.
  private func table(_ clusters: [Int], _ categories: [Int], count: Int) -> ContingencyTable {
    let clusterCount = (clusters.max() ?? -1) + 1
    var counts = [Int](repeating: 0, count: clusterCount * count)
    for (cluster, category) in zip(clusters, categories) { counts[cluster * count + category] += 1 }
    return ContingencyTable(counts: counts, clusters: clusterCount, categories: count)
  }

  /// Computes the share of items whose nearest group has the category of their own group.
  ///
  /// - Parameters:
  ///   - own: every item's group.
  ///   - nearest: every item's nearest other group, if there is one.
  ///   - categories: the number of every group's category.
  /// - Returns: nil if no item has a nearest group.
  private func agreement(_ own: [Int], _ nearest: [Int?], _ categories: [Int]) -> Double? {
    let pairs = zip(own, nearest).compactMap { group, nearest in nearest.map { (group, $0) } }
    guard !pairs.isEmpty else { return nil }
    let agreeing = pairs.count { categories[$0.0] == categories[$0.1] }
    return Double(agreeing) / Double(pairs.count)
  }
}
