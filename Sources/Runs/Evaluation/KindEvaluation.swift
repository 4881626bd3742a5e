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
  ///   - keep: takes what else is wanted of the held-out frames' features.
  func callAsFunction<Kept>(
    _ kind: FeatureKind, keep: (Features) throws -> Kept
  ) throws -> (found: Found, kept: Kept) {
    let (features, shown) = try compared.features(kind, of: frames, shown: probing?.shown)
    return (try self(features, shown: shown, kind), try keep(features))
  }

  /// Evaluates features that are there.
  ///
  /// - Parameters:
  ///   - features: a row for every frame.
  ///   - shown: a row for every training frame that a probe is shown; nil is no probe.
  ///   - kind: which they are.
  func callAsFunction(
    _ features: Features, shown: Features? = nil, _ kind: FeatureKind
  ) throws -> Found {
    let count = try clusters == nil ? count(of: features) : nil
    let clustering = try cluster(features, kind, into: clusters ?? count?.chosen ?? 1)
    return Found(
      count: count, clustering: clustering, scored: try score(clustering, of: features, kind),
      probed: try shown.flatMap { try probing?(kind, shown: $0, heldOut: features) })
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
    let kMeans = settings.kMeans(clusters)
    let title = "grouping \(kind.name)"
    return try kMeans.cluster(
      features, threads: settings.threads,
      progress: { surroundings.display.show(title, done: $0, of: kMeans.starts, unit: "starts") },
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
