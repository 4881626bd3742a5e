import Basics
import Tensors

/// One clustering of one kind of features, held against the videos' categories.
package struct ClusteringScorer: Sendable {
  /// Where the rows come from.
  package let origins: RowGroups
  /// For every row, its cluster.
  package let clusters: [Int]
  /// For every video, the cluster that most of its rows are in.
  package let videoClusters: [Int]
  /// For every row, the video of the nearest row of another video.
  private let nearestOfRow: [Int?]
  /// For every video, the one with the nearest mean of its rows.
  private let nearestOfVideo: [Int?]

  /// Finds every row's and every video's nearest neighbour, where there are categories to compare.
  ///
  /// - Parameters:
  ///   - clusters: for every row, its cluster.
  ///   - features: the rows.
  ///   - origins: where they come from.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - progress: told now and then how many rows' neighbours are found.
  ///   - isCancelled: asked as often whether to stop.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows² × dimension).
  package init(
    _ clusters: [Int], of features: Features, origins: RowGroups, threads: Int = LibTorch.threads,
    progress: (_ rowsDone: Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws {
    precondition(clusters.count == features.rows, "every row needs a cluster")
    precondition(origins.videoOfRow.count == features.rows, "every row needs a video")
    self.origins = origins
    self.clusters = clusters
    videoClusters = origins.votes(clusters)
    guard origins.categories != nil else {
      nearestOfRow = []
      nearestOfVideo = []
      return
    }
    nearestOfRow =
      try NearestNeighbours(
        1, of: features, groups: origins.videoOfRow, threads: threads, progress: progress,
        isCancelled: isCancelled
      )
      .rows.map { $0 < 0 ? nil : origins.videoOfRow[$0] }
    let means = features.groupMeans(origins.videoOfRow, count: origins.videos)
    nearestOfVideo = try NearestNeighbours(1, of: means, threads: threads).rows.map { $0 < 0 ? nil : $0 }
  }

  /// All metrics at both levels, or nil where the videos are not labelled.
  package func scores() -> LevelMetrics<Double>? {
    guard let categories = origins.categories else { return nil }
    let (numbers, count) = numbered(categories)
    return scores(categories: numbers, count: count)
  }

  /// What the metrics are when categories are dealt to the videos at random.
  ///
  /// A video keeps one category for all its rows: rows of one video are near-copies, and shuffling
  /// them one by one would make chance look worse than it is.
  ///
  /// - Parameters:
  ///   - permutations: how many times the categories are dealt.
  ///   - seed: what the result is a function of, beside the clusters.
  /// - Returns: mean and 95 % interval of every metric, or nil where the videos are not labelled.
  package func permutedScores(permutations: Int = 200, seed: UInt64) -> LevelMetrics<Interval>? {
    guard let categories = origins.categories, permutations > 0 else { return nil }
    let (numbers, count) = numbered(categories)
    let draws = (0..<permutations).map { permutation in
      var generator = SeededGenerator(seed: seed, path: UInt64(permutation))
      let order = generator.permutation(of: origins.videos)
      return scores(categories: order.map { numbers[$0] }, count: count)
    }
    return LevelMetrics(
      frames: ClusteringMetrics(intervalsOf: draws.map(\.frames)),
      videos: ClusteringMetrics(intervalsOf: draws.map(\.videos)))
  }

  /// - Parameter categories: for every video, the number of its category.
  private func scores(categories: [Int], count: Int) -> LevelMetrics<Double> {
    let videos = origins.videoOfRow
    return LevelMetrics(
      frames: ClusteringMetrics(
        table(clusters, videos.map { categories[$0] }, count: count),
        neighbourAccuracy: agreement(videos, nearestOfRow, categories)),
      videos: ClusteringMetrics(
        table(videoClusters, categories, count: count),
        neighbourAccuracy: agreement(Array(0..<origins.videos), nearestOfVideo, categories)))
  }

  private func table(_ clusters: [Int], _ categories: [Int], count: Int) -> ContingencyTable {
    let clusterCount = (clusters.max() ?? -1) + 1
    var counts = [Int](repeating: 0, count: clusterCount * count)
    for (cluster, category) in zip(clusters, categories) { counts[cluster * count + category] += 1 }
    return ContingencyTable(counts: counts, clusters: clusterCount, categories: count)
  }

  /// The share of items whose nearest video shows the same, or nil where none has a nearest one.
  private func agreement(_ videos: [Int], _ nearest: [Int?], _ categories: [Int]) -> Double? {
    let pairs = zip(videos, nearest).compactMap { video, nearest in nearest.map { (video, $0) } }
    guard !pairs.isEmpty else { return nil }
    let agreeing = pairs.count { categories[$0.0] == categories[$0.1] }
    return Double(agreeing) / Double(pairs.count)
  }
}

extension ClusteringMetrics<Interval> {
  fileprivate init(intervalsOf draws: [ClusteringMetrics<Double>]) {
    let neighbours = draws.compactMap(\.neighbourAccuracy)
    self.init(
      conditionalEntropyBits: Interval(of: draws.map(\.conditionalEntropyBits)),
      labelEntropyBits: Interval(of: draws.map(\.labelEntropyBits)),
      nmi: Interval(of: draws.map(\.nmi)), ari: Interval(of: draws.map(\.ari)),
      purity: Interval(of: draws.map(\.purity)), accuracy: Interval(of: draws.map(\.accuracy)),
      neighbourAccuracy: neighbours.isEmpty ? nil : Interval(of: neighbours))
  }
}
