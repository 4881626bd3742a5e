import Numerics

/// Features that need no training and are compared with the trained network's on the same frames.
///
/// The raw value is the baseline's key in `metrics.json`.
public enum Baseline: String, CaseIterable, CodingKey, Sendable {
  /// The frames' pixels.
  case rawPixels = "raw_pixels"
  /// The principal components of the frames' pixels.
  case pixelComponents = "pixel_components"
  /// The histograms of motion around the frames.
  case rawMotion = "raw_motion"
  /// The features of the same network with random weights.
  case randomNetwork = "random_network"

  /// The baseline's name in tables.
  public var title: String {
    switch self {
    case .rawPixels: "raw pixels, 32×32"
    case .pixelComponents: "raw pixels, 50 principal components"
    case .rawMotion: "raw motion"
    case .randomNetwork: "the same network, untrained"
    }
  }

  /// The baseline's name in sentences.
  public var name: String {
    switch self {
    case .rawPixels: "raw pixels"
    case .pixelComponents: "PCA of pixels"
    case .rawMotion: "raw motion"
    case .randomNetwork: "an untrained network"
    }
  }
}

/// The scores that a trained network's scores are compared with, on the same frames.
public struct Baselines: Codable, Equatable, Sendable {
  /// The scores of the baselines that were evaluated.
  public var scores: [Baseline: LevelMetrics<Double>]
  /// The scores of chance: the same clusters, with the categories assigned to the videos at random.
  public var permutedLabels: LevelMetrics<Interval>?

  /// Creates baselines.
  ///
  /// - Parameters:
  ///   - scores: the scores of the baselines that were evaluated.
  ///   - permutedLabels: the scores of chance; nil if they were not computed.
  public init(
    _ scores: [Baseline: LevelMetrics<Double>] = [:], permutedLabels: LevelMetrics<Interval>? = nil
  ) {
    self.scores = scores
    self.permutedLabels = permutedLabels
  }

  private enum Chance: String, CodingKey {
    case permutedLabels = "permuted_labels"
  }

  /// Decodes the baselines that exist.
  public init(from decoder: any Decoder) throws {
    let found = try decoder.container(keyedBy: Baseline.self)
    scores = [:]
    for baseline in Baseline.allCases {
      scores[baseline] = try found.decodeIfPresent(LevelMetrics<Double>.self, forKey: baseline)
    }
    permutedLabels = try decoder.container(keyedBy: Chance.self)
      .decodeIfPresent(LevelMetrics<Interval>.self, forKey: .permutedLabels)
  }

  /// Encodes the baselines that exist, each under its key.
  public func encode(to encoder: any Encoder) throws {
    var found = encoder.container(keyedBy: Baseline.self)
    for (baseline, scores) in scores { try found.encode(scores, forKey: baseline) }
    var chance = encoder.container(keyedBy: Chance.self)
    try chance.encodeIfPresent(permutedLabels, forKey: .permutedLabels)
  }
}
