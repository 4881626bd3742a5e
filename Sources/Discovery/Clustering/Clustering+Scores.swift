import Tensors

extension Clustering {
  /// How well the clusters, and the nearest rows, agree with categories.
  ///
  /// - Parameters:
  ///   - features: the rows that were clustered.
  ///   - categories: for every row, its category.
  ///   - threads: how many threads compute what LibTorch does not.
  /// - Throws: `TensorError`, `DiscoveryError`.
  /// - Complexity: O(rows² × dimension).
  public func scores(
    of features: Features, categories: [String], threads: Int = LibTorch.threads
  ) throws -> Scores<Double> {
    let nearest = try NearestRows(1, of: features, threads: threads).rows
    let pairs = nearest.enumerated().filter { $0.element >= 0 }
    let agreeing = pairs.count { categories[$0.offset] == categories[$0.element] }
    return Scores(
      ContingencyTable(clusters: assignments, categories: categories),
      neighbourAccuracy: pairs.isEmpty ? nil : Double(agreeing) / Double(pairs.count))
  }
}
