import Basics
import Datasets
import Networks
import Numerics
import Tensors
import Training
import Videos

/// Evaluates what a network learned: features in, clusters, metrics and a map out.
///
/// The raw pixels, the untrained network and the other baselines go through the same steps as the trained
/// network's features. Nothing is written: an ``EvaluationResult`` is.
public struct Evaluator {
  let settings: EvaluationSettings
  let seed: UInt64
  let threads: Int
  let precision: Precision
  let context: RunContext

  /// What t-SNE's distances are taken in: so many principal components (van der Maaten and Hinton 2008,
  /// section 4.2, have 30).
  static let components = 50

  /// Names how to evaluate.
  ///
  /// - Parameters:
  ///   - settings: what is asked.
  ///   - seed: the seed of everything that draws.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - precision: the numbers that networks compute in.
  ///   - context: where progress goes and who may stop it.
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
  /// - Returns: everything that was found.
  /// - Throws: what reading, computing or clustering threw; ``MotionError``; `CancellationError`.
  public func evaluate(_ subject: EvaluationSubject) throws -> EvaluationResult {
    let frames = EvaluationSet(of: subject.heldOut)
    let probing = subject.isHeldOut ? probe(of: subject, on: frames) : nil

    // What the network, and the one that sees motion, make of frames and videos.
    let extractor = FeatureExtractor(subject.store, in: context)
    let motion = try MotionFeatures(
      of: frames.videos, in: subject.store, by: subject.motionEncoder)
    let features = try ModalityFeatures(
      of: subject, frames: frames, motion: motion, shown: probing?.shown, extractor: extractor,
      asked: settings.groupBy, threads: threads)

    // Frames: clusters, metrics, probes, and what is known without labels.
    let found = try measure(
      features.fused, shown: features.shown, of: frames, by: .trained,
      into: settings.clusterCount(for: frames), probing: probing)
    let clusters = found.clustering.sizes.count
    let labelFree = try LabelFreeMetrics(
      of: features.fused, groups: frames.groups,
      kMeans: settings.labelFreeKMeans(clusters, seed: seed), threads: threads)
    let components = try PrincipalComponents(Self.components, of: features.fused, seed: seed)
      .projected
    let byModality = try metricsByModality(features, found, of: frames, into: clusters)

    // Videos, clustered by themselves.
    context.display.show("grouping videos", done: 0, of: frames.videos.count, unit: "videos")
    let kMeans = settings.kMeans(min(clusters, frames.videos.count), seed: seed)
    let videos = try VideoClustering(features.videos, by: kMeans, threads: threads)
    let videoMetrics = try metrics(of: videos, frames.groups.categories)

    // The same of what needs no training.
    var baselines = Baselines(
      try self.baselines(
        subject, frames: frames, probing: probing, extractor: extractor, motion: motion?.stored,
        into: clusters, videosBy: kMeans),
      permutedLabels: found.scorer.scorePermuted(seed: seed))
    if let chance = videoMetrics.chance { baselines.permutedLabels?.groups = chance }

    let map = try map(components)
    return EvaluationResult(
      evaluation: Evaluation(
        found.clustering, scorer: found.scorer, probe: found.probed?.probe, count: found.count,
        labelFree: labelFree, frameModality: features.modality, frameMetrics: byModality,
        videos: videos, videoMetrics: videoMetrics.byModality,
        baselines: baselines, candidates: subject.candidates,
        settings: record(of: subject, clusters: clusters)),
      frames: FramesTable(
        frames, clusters: found.clustering.assignments, positions: map.positions),
      videos: VideosTable(
        videos: frames.videos, clusters: videos.clustering.assignments),
      features: features.fused,
      appearance: features.motion == nil ? nil : features.appearance, motion: features.motion,
      confusion: found.probed?.confusion)
  }

  /// How it was done, for `metrics.json`.
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

  /// What was found of one kind of features.
  struct Findings {
    /// How K was found out, if it was.
    let count: ClusterCount?
    let clustering: Clustering
    let scorer: ClusteringScorer
    let probed: (probe: Probe, confusion: ConfusionMatrix)?

    /// The metrics with the probe's, or nil where the videos have no categories.
    var metrics: LevelMetrics<Double>? {
      var metrics = scorer.score()
      metrics?.probe = probed?.probe
      return metrics
    }
  }

  /// Clusters frames by their features, and scores the clusters and the features.
  ///
  /// - Parameters:
  ///   - features: a row for every frame.
  ///   - shown: a row for every training frame that the probes are shown; nil probes nothing.
  ///   - frames: the frames.
  ///   - source: where the features come from, for progress lines.
  ///   - clusters: K; nil finds it by the silhouette.
  ///   - probing: fits the probes.
  func measure(
    _ features: Features, shown: Features? = nil, of frames: EvaluationSet,
    by source: FeatureSource, into clusters: Int?, probing: ProbeTask? = nil
  ) throws -> Findings {
    var count: ClusterCount?
    if clusters == nil {
      context.display.show("counting clusters", done: 0, of: features.rows, unit: "frames")
      count = try ClusterCount(
        of: features, seed: seed, threads: threads, isCancelled: context.isCancelled)
    }
    let kMeans = settings.kMeans(clusters ?? count?.chosen ?? 1, seed: seed)
    let clustering = try kMeans.cluster(
      features, threads: threads,
      progress: {
        context.display.show("grouping \(source.name)", done: $0, of: kMeans.starts, unit: "starts")
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

  /// The frames' metrics by every modality, where motion was learned and the videos have categories.
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

  /// The videos' metrics by every modality, and those of categories that are dealt at random.
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

  // MARK: Baselines, probes, map

  /// The training frames that probes are shown; nil where there is nothing to probe.
  private func probe(of subject: EvaluationSubject, on frames: EvaluationSet) -> ProbeTask? {
    ProbeTask(
      shown: EvaluationSet(
        of: EvaluationSet.draw(settings.probeFrames, of: subject.training, seed: seed)),
      heldOut: frames)
  }

  private func map(_ components: Features) throws -> Embedding {
    let tsne = TSNE(perplexity: settings.perplexity, seed: seed)
    let map = try tsne.embed(
      components, threads: threads,
      progress: {
        context.display.show("drawing the map", done: $0, of: $1, unit: "iterations")
      },
      isCancelled: context.isCancelled)
    if map.neighbourRecall < 1 {
      let share = (map.neighbourRecall * 1000).rounded() / 10
      context.display.say(
        "the map of \(components.rows) frames knows \(share) % of their nearest neighbours, by an index"
      )
    }
    return map
  }
}

/// Classifiers that are shown labelled training frames and tested on the held-out ones.
struct ProbeTask {
  /// The training frames that the classifiers are shown.
  let shown: EvaluationSet
  private let split: ProbeSplit

  /// Takes the frames.
  ///
  /// - Returns: nil where there is nothing to probe, as `ProbeSplit` has it.
  init?(shown: EvaluationSet, heldOut: EvaluationSet) {
    guard let split = ProbeSplit(training: shown.groups, heldOut: heldOut.groups) else {
      return nil
    }
    (self.shown, self.split) = (shown, split)
  }

  /// Probes one kind of features.
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
