import Tensors

extension VideoGrouping {
  /// The groups by one evidence, held against the videos' categories.
  ///
  /// - Parameters:
  ///   - evidence: which groups.
  ///   - categories: for every video, its category.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Returns: nil where there are no groups by that evidence.
  public func scored(
    by evidence: Evidence, categories: [String], threads: Int = LibTorch.threads
  ) throws -> ScoredClusters? {
    guard let clustering = clusterings[evidence], let features = vectors.features[evidence] else {
      return nil
    }
    return try clustering.scored(of: features, categories: categories, threads: threads)
  }
}
