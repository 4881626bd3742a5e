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
    let nearest = try NearestRows(1, of: features, threads: threads).rows
    let pairs = nearest.enumerated().filter { $0.element >= 0 }
    let agreeing = pairs.count { categories[$0.offset] == categories[$0.element] }
    return Scores(
      ContingencyTable(clusters: clustering.assignments, categories: categories),
      neighbourAccuracy: pairs.isEmpty ? nil : Double(agreeing) / Double(pairs.count))
  }
}
