import Basics
import Datasets
import Networks
import Numerics
import Training
import Videos

/// Measures a network's features without labels, by some frames of the training videos. Held-out videos
/// stay unseen.
public struct LabelFreeEvaluator {
  private let frames: EvaluationSet
  private let extractor: FeatureExtractor
  private let settings: EvaluationSettings
  private let seed: UInt64
  private let threads: Int

  /// Videos that are looked at, and frames of each: enough to tell, and seconds on two cores.
  private static let (mostVideos, mostFrames) = (96, 6)
  /// K where an evaluation would find it out: its value hardly matters here.
  private static let someClusters = 10

  /// Draws the frames.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: where their frames are.
  ///   - settings: K, and how often K-means starts.
  ///   - seed: which frames are drawn.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - context: where progress goes and who may stop it.
  public init(
    of videos: [StoredVideo], in store: FrameStore, settings: EvaluationSettings, seed: UInt64,
    threads: Int, context: RunContext
  ) {
    frames = .sample(Self.mostFrames, ofEachOf: Self.mostVideos, of: videos, seed: seed)
    extractor = FeatureExtractor(store, in: context)
    (self.settings, self.seed, self.threads) = (settings, seed, threads)
  }

  /// Measures the output of one of a network's layers.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - layer: the layer's name.
  /// - Throws: `CancellationError`, and what reading, computing or clustering threw.
  public func measure(_ network: Network, layer: String) throws -> LabelFreeMetrics {
    let features = try extractor.features(
      of: frames, by: network, layer: layer, title: "judging \(layer)")
    let clusters = min(
      settings.clusterCount(for: frames) ?? Self.someClusters, frames.videos.count)
    return try LabelFreeMetrics(
      of: features, groups: frames.groups,
      kMeans: settings.labelFreeKMeans(clusters, seed: seed), threads: threads)
  }
}

extension LabelFreeRecord {
  /// What a log says of a network in training.
  public init(_ metrics: LabelFreeMetrics, at position: TrainingPosition) {
    self.init(
      step: position.step, epoch: position.epoch,
      measures: [
        Measure("effective_rank", metrics.effectiveRank),
        Measure("alignment", metrics.alignment),
        Measure("uniformity", metrics.uniformity),
        Measure("reach", metrics.reach),
        Measure("seed_agreement", metrics.seedAgreement),
        Measure("half_agreement", metrics.halfAgreement),
        Measure("score", metrics.score),
      ],
      sentence: metrics.sentence)
  }
}
