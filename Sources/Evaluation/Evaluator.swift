import Basics
import Datasets
import Networks
import Numerics
import Tensors
import Training
import Videos

/// Evaluates a network: computes features, clusters, metrics and a map.
///
/// The baselines, such as raw pixels and the untrained network, go through the same steps as the trained
/// network. The evaluator writes no files; use ``EvaluationResult/write(to:)``.
public struct Evaluator {
  let settings: EvaluationSettings
  let seed: UInt64
  let threads: Int
  let precision: Precision
  let context: RunContext

  /// Creates an evaluator.
  ///
  /// - Parameters:
  ///   - settings: which features, how many clusters, and how much is probed.
  ///   - seed: the seed of all random draws.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - precision: the precision that networks compute in.
  ///   - context: receives progress, and can cancel the evaluation.
  public init(
    _ settings: EvaluationSettings = EvaluationSettings(), seed: UInt64 = 1,
    threads: Int = LibTorch.threads, precision: Precision = .float32,
    in context: RunContext = RunContext()
  ) {
    (self.settings, self.seed, self.threads) = (settings, seed, threads)
    (self.precision, self.context) = (precision, context)
  }

  /// Evaluates a network.
  ///
  /// - Parameter subject: the network and the videos.
  /// - Returns: the metrics, the clusters, the map and the features.
  /// - Throws: errors of reading, computing or clustering; ``MotionError``; `CancellationError`.
  public func evaluate(_ subject: EvaluationSubject) throws -> EvaluationResult {
    let frames = EvaluationSet(of: subject.heldOut)
    let probing = subject.isHeldOut ? probe(of: subject, on: frames) : nil

    // Features of frames and videos, by appearance and by motion.
    let extractor = FeatureExtractor(subject.store, in: context)
    let motion = try MotionFeatures(
      of: frames.videos, in: subject.store, by: subject.motionEncoder)
    let features = try ModalityFeatures(
      of: subject, frames: frames, motion: motion, shown: probing?.shown, extractor: extractor,
      asked: settings.groupBy, threads: threads)

    // Frames: clusters, metrics, probes and label-free metrics.
    let found = try measure(
      features.fused, shown: features.shown, of: frames, by: .trained,
      into: settings.clusterCount(for: frames), probing: probing)
    let clusters = found.clustering.sizes.count
    let labelFree = try LabelFreeMetrics(
      of: features.fused, groups: frames.groups,
      kMeans: settings.labelFreeKMeans(clusters, seed: seed), threads: threads)
    let byModality = try metricsByModality(features, found, of: frames, into: clusters)

    // Videos, which have their own clusters.
    context.display.show("clustering videos", done: 0, of: frames.videos.count, unit: "videos")
    let kMeans = settings.kMeans(min(clusters, frames.videos.count), seed: seed)
    let videos = try VideoClustering(features.videos, by: kMeans, threads: threads)
    let videoMetrics = try metrics(of: videos, frames.groups.categories)

    // The same metrics for the baselines.
    var baselines = Baselines(
      try self.baselines(
        subject, frames: frames, probing: probing, extractor: extractor, motion: motion?.stored,
        into: clusters, videosBy: kMeans),
      permutedLabels: found.scorer.scorePermuted(seed: seed))
    if let chance = videoMetrics.chance { baselines.permutedLabels?.groups = chance }

    let positions = try FrameMapping(
      perplexity: settings.perplexity, seed: seed, threads: threads, in: context
    ).positions(of: features.fused)
    return EvaluationResult(
      evaluation: Evaluation(
        found.clustering, scorer: found.scorer, probe: found.probed?.probe, count: found.count,
        labelFree: labelFree, frameModality: features.modality, frameMetrics: byModality,
        videos: videos, videoMetrics: videoMetrics.byModality,
        baselines: baselines, candidates: subject.candidates,
        settings: record(of: subject, clusters: clusters)),
      frames: FramesTable(
        frames, clusters: found.clustering.assignments, positions: positions),
      videos: VideosTable(
        videos: frames.videos, clusters: videos.clustering.assignments),
      features: features.fused,
      appearance: features.motion == nil ? nil : features.appearance, motion: features.motion,
      confusion: found.probed?.confusion)
  }

  /// Returns the settings of this evaluation, for `metrics.json`.
  private func record(of subject: EvaluationSubject, clusters: Int) -> EvaluationRecord {
    let own: [String: EvaluationRecord.Value] = [
      "group_by": .text(settings.groupBy.rawValue),
      "probe_frames": .integer(settings.probeFrames),
      "perplexity": .number(settings.perplexity),
      "held_out": .flag(subject.isHeldOut),
      "threads": .integer(threads),
      "version": .text(Version.current),
    ]
    return EvaluationRecord(
      k: clusters, seed: seed, featureLayer: subject.layer, checkpoint: subject.checkpoint,
      starts: settings.kMeans(clusters, seed: seed).starts,
      others: own.merging(subject.notes) { _, note in note })
  }

  // MARK: One kind of features

  /// The clusters and scores of one kind of features.
  struct Findings {
    /// How K was chosen; nil if it was given.
    let count: ClusterCount?
    let clustering: Clustering
    let scorer: ClusteringScorer
    let probed: (probe: Probe, confusion: ConfusionMatrix)?

    /// The metrics, with the probe's; nil if the videos have no categories.
    var metrics: LevelMetrics<Double>? {
      var metrics = scorer.score()
      metrics?.probe = probed?.probe
      return metrics
    }
  }

  /// Clusters frames by their features, and scores the clusters and the features.
  ///
  /// - Parameters:
  ///   - features: one row for every frame.
  ///   - shown: one row for every training frame that the probes are trained on; nil skips the probes.
  ///   - frames: the frames.
  ///   - source: where the features come from, for progress lines.
  ///   - clusters: K; nil chooses it by the silhouette.
  ///   - probing: trains and tests the probes.
  /// - Returns: the clusters and the scores.
  /// - Throws: errors of computing or clustering; `CancellationError`.
  func measure(
    _ features: Features, shown: Features? = nil, of frames: EvaluationSet,
    by source: FeatureSource, into clusters: Int?, probing: ProbeTask? = nil
  ) throws -> Findings {
    var count: ClusterCount?
    if clusters == nil {
      context.display.show(
        "choosing the number of clusters", done: 0, of: features.rows, unit: "frames")
      count = try ClusterCount(
        of: features, seed: seed, threads: threads, isCancelled: context.isCancelled)
    }
    let kMeans = settings.kMeans(clusters ?? count?.chosen ?? 1, seed: seed)
    let clustering = try kMeans.cluster(
      features, threads: threads,
      progress: {
        context.display.show(
          "clustering \(source.name)", done: $0, of: kMeans.starts, unit: "starts")
      },
      isCancelled: context.isCancelled)
    let scorer = try ClusteringScorer(
      clustering.assignments, of: features, groups: frames.groups, threads: threads,
      progress: {
        context.display.show(
          "finding nearest frames by \(source.name)", done: $0, of: features.rows, unit: "frames")
      },
      isCancelled: context.isCancelled)
    return Findings(
      count: count, clustering: clustering, scorer: scorer,
      probed: try shown.flatMap { shown in
        try probing?.run(
          "probing \(source.name)", training: shown, heldOut: features, in: context)
      })
  }

  /// Computes the frames' metrics by every modality; empty without motion features or categories.
  private func metricsByModality(
    _ features: ModalityFeatures, _ found: Findings, of frames: EvaluationSet, into clusters: Int
  ) throws -> [Modality: ClusteringMetrics<Double>] {
    guard features.motion != nil, frames.groups.categories != nil else { return [:] }
    return try Dictionary(
      uniqueKeysWithValues: Modality.allCases.compactMap { modality in
        let scored =
          try modality == features.modality
          ? found
          : measure(features.features(by: modality), of: frames, by: .trained, into: clusters)
        return scored.metrics.map { (modality, $0.rows) }
      })
  }

  /// Computes the videos' metrics by every modality, and those of randomly assigned categories.
  private func metrics(
    of videos: VideoClustering, _ categories: [String]?
  ) throws -> (
    byModality: [Modality: ClusteringMetrics<Double>], chance: ClusteringMetrics<Interval>?
  ) {
    guard let categories else { return ([:], nil) }
    var found: [Modality: ClusteringMetrics<Double>] = [:]
    var chance: ClusteringMetrics<Interval>?
    for modality in Modality.allCases {
      let scorer = try videos.scorer(by: modality, categories: categories, threads: threads)
      found[modality] = scorer?.score()?.rows
      if modality == videos.embeddings.modality {
        chance = scorer?.scorePermuted(seed: seed)?.rows
      }
    }
    return (found, chance)
  }

  // MARK: Probes

  /// Draws the training frames for the probes; nil if there is nothing to probe.
  private func probe(of subject: EvaluationSubject, on frames: EvaluationSet) -> ProbeTask? {
    ProbeTask(
      shown: EvaluationSet(
        of: EvaluationSet.draw(settings.probeFrames, of: subject.training, seed: seed)),
      heldOut: frames)
  }
}

/// The probes of an evaluation: classifiers trained on labelled training frames, tested on held-out frames.
struct ProbeTask {
  /// The training frames that the classifiers are trained on.
  let shown: EvaluationSet
  private let split: ProbeSplit

  /// Creates the task; nil if there is nothing to probe (`ProbeSplit`).
  init?(shown: EvaluationSet, heldOut: EvaluationSet) {
    guard let split = ProbeSplit(training: shown.groups, heldOut: heldOut.groups) else {
      return nil
    }
    (self.shown, self.split) = (shown, split)
  }

  /// Trains and tests the probes on one kind of features.
  func run(
    _ title: String, training: Features, heldOut: Features, in context: RunContext
  ) throws -> (probe: Probe, confusion: ConfusionMatrix) {
    context.display.show(title, done: 0, of: 1, unit: "probes")
    let found = try split.probe(
      training: training, heldOut: heldOut, isCancelled: context.isCancelled)
    context.display.show(title, done: 1, of: 1, unit: "probes")
    return found
  }
}
