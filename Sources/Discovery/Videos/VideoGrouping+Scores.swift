import Tensors

extension VideoGrouping {
  /// How well the groups by one evidence agree with the videos' categories.
  ///
  /// - Parameters:
  ///   - evidence: which groups.
  ///   - categories: for every video, its category.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Returns: nil where there are no groups by that evidence.
  public func scores(
    by evidence: VideoEvidence, categories: [String], threads: Int = LibTorch.threads
  ) throws -> Scores<Double>? {
    guard let clustering = clusterings[evidence], let features = features[evidence] else {
      return nil
    }
    return try clustering.scores(of: features, categories: categories, threads: threads)
  }
}
