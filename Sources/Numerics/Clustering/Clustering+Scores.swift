import Tensors

extension Clustering {
  /// The clusters, and the nearest rows, held against categories, where every row is a video of its own.
  ///
  /// - Parameters:
  ///   - features: the rows that were clustered.
  ///   - categories: for every row, its category.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, `NumericsError`.
  /// - Complexity: O(rows² × dimension).
  package func scored(
    of features: Features, categories: [String], threads: Int = LibTorch.threads
  ) throws -> ClusteringScorer {
    try ClusteringScorer(
      assignments, of: features,
      origins: RowGroups(
        videoOfRow: Array(0..<features.rows), videos: features.rows, categories: categories),
      threads: threads)
  }
}
