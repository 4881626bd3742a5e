import Datasets
import Networks
import Numerics
import Tensors
import Videos

extension Evaluator {
  /// Evaluates the baselines; returns none if the videos have no categories.
  ///
  /// The features of each baseline are freed before the next ones are computed, because those of UCF101's
  /// held-out frames take more than a gigabyte.
  ///
  /// - Parameters:
  ///   - subject: the network and the videos.
  ///   - frames: the held-out frames.
  ///   - probing: trains and tests the probes; nil skips them.
  ///   - extractor: computes features of frames.
  ///   - motion: the videos' histograms of motion; nil skips the baseline of raw motion.
  ///   - clusters: K.
  ///   - kMeans: clusters the videos.
  /// - Returns: the metrics of every baseline.
  /// - Throws: errors of reading, computing or clustering; `CancellationError`.
  func baselines(
    _ subject: EvaluationSubject, frames: EvaluationSet, probing: ProbeTask?,
    extractor: FeatureExtractor, motion: FlowHistograms?, into clusters: Int,
    videosBy kMeans: KMeans
  ) throws -> [Baseline: LevelMetrics<Double>] {
    guard let categories = frames.groups.categories else { return [:] }
    var metrics: [Baseline: LevelMetrics<Double>] = [:]

    func add(_ baseline: Baseline, _ features: Features, shown: Features?, videos: Features) throws
    {
      let source = FeatureSource.baseline(baseline)
      var found = try measure(
        features, shown: shown, of: frames, by: source, into: clusters, probing: probing
      ).metrics
      // Videos have their own clusters, as with the trained network.
      let clustering = try kMeans.cluster(videos, threads: threads)
      let scored = try ClusteringScorer(
        clustering.assignments, of: videos, categories: categories, threads: threads)
      if let own = scored.score()?.rows { found?.groups = own }
      metrics[baseline] = found
    }

    func untrained() throws {
      let network = try Network(
        subject.architecture, seed: seed, precision: precision, on: .default)
      let name = FeatureSource.baseline(.randomNetwork).name
      let features = try extractor.features(
        of: frames, by: network, layer: subject.layer, title: "computing \(name)")
      let shown = try probing.map {
        try extractor.features(
          of: $0.shown, by: network, layer: subject.layer,
          title: "computing \(name) of training frames")
      }
      try add(
        .randomNetwork, features, shown: shown,
        videos: frames.videoMeans(of: features).l2Normalised())
    }

    func pixels() throws -> Features {
      let name = FeatureSource.baseline(.rawPixels).name
      let features = try extractor.pixels(of: frames, title: "reading \(name)")
      let shown = try probing.map {
        try extractor.pixels(of: $0.shown, title: "reading \(name) of training frames")
      }
      try add(.rawPixels, features, shown: shown, videos: frames.videoMeans(of: features))
      return try PrincipalComponents(FrameMapping.components, of: features, seed: seed).projected
    }

    try untrained()
    let components = try pixels()
    try add(
      .pixelComponents, components, shown: nil, videos: frames.videoMeans(of: components))
    if let motion {
      try add(
        .rawMotion, motion.features(of: frames),
        shown: probing.map { try FlowHistograms.features(of: $0.shown, in: subject.store) },
        videos: motion.described)
    }
    return metrics
  }
}

/// The source of features.
enum FeatureSource: Equatable {
  /// The trained network.
  case trained
  /// A baseline.
  case baseline(Baseline)

  /// The name of the features in progress lines, such as `pixels`.
  var name: String {
    switch self {
    case .trained: "features"
    case .baseline(.rawPixels): "pixels"
    case .baseline(.pixelComponents): "pixels' principal components"
    case .baseline(.rawMotion): "motion"
    case .baseline(.randomNetwork): "an untrained network's features"
    }
  }
}
