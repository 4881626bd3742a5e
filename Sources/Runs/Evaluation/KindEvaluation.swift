import Discovery

/// What one kind of features is put through: clusters, metrics and probes.
///
/// The features are gone when it is done, so that no two kinds are in memory at a time.
struct KindEvaluation {
  let compared: ComparedFeatures
  let frames: EvaluatedFrames
  /// K; nil is found out.
  var clusters: Int?
  /// What probes are fitted to, if there are any.
  let probing: ProbeWork?
  let settings: Settings
  let surroundings: Surroundings

  /// What was found.
  struct Found {
    /// How K was found out, if it was.
    var count: ClusterCount?
    var clustering: Clustering
    var scored: ScoredClusters
    var probed: (probe: Probe, confusion: ConfusionMatrix)?

    /// The metrics with the probe's, or nil where the videos are not labelled.
    var scores: LevelScores<Double>? {
      var scores = scored.scores()
      scores?.probe = probed?.probe
      return scores
    }
  }

  /// Evaluates one kind of features.
  ///
  /// - Parameters:
  ///   - kind: the kind.
  ///   - keep: takes what else is wanted of the held-out frames' features, and K.
  func callAsFunction<Kept>(
    _ kind: FeatureKind, keep: (Features, Int) throws -> Kept
  ) throws -> (found: Found, kept: Kept) {
    let (features, shown) = try compared.features(kind, of: frames, shown: probing?.shown)
    var found = try self(features, kind)
    found.probed = try shown.flatMap { try probing?(kind, shown: $0, heldOut: features) }
    return (found, try keep(features, found.clustering.sizes.count))
  }

  /// Evaluates features that are there, without probes.
  ///
  /// - Parameters:
  ///   - features: a row for every frame.
  ///   - kind: which they are.
  func callAsFunction(_ features: Features, _ kind: FeatureKind) throws -> Found {
    let count = try clusters == nil ? count(of: features) : nil
    let clustering = try cluster(features, kind, into: clusters ?? count?.chosen ?? 1)
    return Found(
      count: count, clustering: clustering, scored: try score(clustering, of: features, kind))
  }

  private func count(of features: Features) throws -> ClusterCount {
    surroundings.display.show("counting clusters", done: 0, of: features.rows, unit: "frames")
    return try ClusterCount(
      of: features, seed: settings.seed, threads: settings.threads,
      isCancelled: surroundings.isCancelled)
  }

  private func cluster(
    _ features: Features, _ kind: FeatureKind, into clusters: Int
  ) throws -> Clustering {
    let starts = settings.evaluation.starts
    let title = "grouping \(kind.name)"
    return try KMeans(clusters: clusters, starts: starts, seed: settings.seed).cluster(
      features, threads: settings.threads,
      progress: { surroundings.display.show(title, done: $0, of: starts, unit: "starts") },
      isCancelled: surroundings.isCancelled)
  }

  private func score(
    _ clustering: Clustering, of features: Features, _ kind: FeatureKind
  ) throws -> ScoredClusters {
    let title = "finding nearest frames by \(kind.name)"
    return try ScoredClusters(
      clustering.assignments, of: features, origins: frames.origins, threads: settings.threads,
      progress: {
        surroundings.display.show(title, done: $0, of: features.rows, unit: "frames")
      },
      isCancelled: surroundings.isCancelled)
  }
}
