import Discovery

extension Settings {
  /// How rows are grouped.
  ///
  /// - Parameter clusters: into how many groups.
  func kMeans(_ clusters: Int) -> KMeans {
    KMeans(
      clusters: clusters, starts: evaluation.starts ?? Self.starts(for: clusters), seed: seed)
  }

  /// How rows are grouped to be judged: ten starts, since that is done five times over at every checkpoint.
  ///
  /// - Parameter clusters: into how many groups.
  func judgingKMeans(_ clusters: Int) -> KMeans {
    KMeans(clusters: clusters, starts: evaluation.starts ?? 10, seed: seed)
  }

  /// As many starts as leave the best groups of up to six unfound once in thousands of times.
  ///
  /// Of starts on footage6's features, K = 6, one in four to six came within 0.2 % of the lowest inertia
  /// that 200 found, so that ten would miss it every sixth to eighteenth time (2026-11-25, three runs). With
  /// many clusters one that is misplaced counts for less, and a start takes longer.
  package static func starts(for clusters: Int) -> Int { min(max(300 / max(clusters, 1), 10), 50) }
}
