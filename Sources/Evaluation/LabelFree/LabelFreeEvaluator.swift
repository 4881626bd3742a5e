import Basics
import Datasets
import Networks
import Numerics
import Training
import Videos

/// Computes label-free metrics of a network on some frames of the training videos.
///
/// Held-out videos are not used.
public struct LabelFreeEvaluator {
  private let frames: EvaluationSet
  private let extractor: FeatureExtractor
  private let settings: EvaluationSettings
  private let seed: UInt64
  private let threads: Int

  /// The largest number of videos, and of frames of each; they take seconds on two cores.
  private static let (mostVideos, mostFrames) = (96, 6)
  /// K if the settings leave it open; its value hardly matters here.
  private static let someClusters = 10

  /// Creates an evaluator and draws its frames.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: the frame store.
  ///   - settings: K, and the number of starts of K-means.
  ///   - seed: decides which frames are drawn.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - context: receives progress, and can cancel the work.
  public init(
    of videos: [StoredVideo], in store: FrameStore, settings: EvaluationSettings, seed: UInt64,
    threads: Int, context: RunContext
  ) {
    frames = .sample(Self.mostFrames, ofEachOf: Self.mostVideos, of: videos, seed: seed)
    extractor = FeatureExtractor(store, in: context)
    (self.settings, self.seed, self.threads) = (settings, seed, threads)
  }

  /// Computes the label-free metrics of one layer's output.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - layer: the layer's name.
  /// - Returns: the metrics.
  /// - Throws: `CancellationError`, and errors of reading, computing or clustering.
  public func measure(_ network: Network, layer: String) throws -> LabelFreeMetrics {
    let features = try extractor.features(
      of: frames, by: network, layer: layer, title: "computing label-free metrics of \(layer)")
    let clusters = min(
      settings.clusterCount(for: frames) ?? Self.someClusters, frames.videos.count)
    return try LabelFreeMetrics(
      of: features, groups: frames.groups,
      kMeans: settings.labelFreeKMeans(clusters, seed: seed), threads: threads)
  }
}

extension LabelFreeRecord {
  /// Creates the log's record of label-free metrics.
  ///
  /// - Parameters:
  ///   - metrics: the metrics.
  ///   - position: how far training has come.
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
