import Numerics

/// What needs no training and is evaluated on the same frames, so that a trained network's numbers can be
/// held against it; the raw value is what `metrics.json` calls it.
public enum Baseline: String, CaseIterable, CodingKey, Sendable {
  /// The frames' pixels.
  case rawPixels = "raw_pixels"
  /// The frames' pixels along their principal components.
  case pixelComponents = "pixel_components"
  /// The motion around the frames.
  case rawMotion = "raw_motion"
  /// The features of the same network with drawn weights.
  case randomNetwork = "random_network"

  /// What tables call it.
  public var title: String {
    switch self {
    case .rawPixels: "raw pixels, 32×32"
    case .pixelComponents: "raw pixels, 50 principal components"
    case .rawMotion: "raw motion"
    case .randomNetwork: "the same network, untrained"
    }
  }

  /// What sentences call it.
  public var name: String {
    switch self {
    case .rawPixels: "raw pixels"
    case .pixelComponents: "PCA of pixels"
    case .rawMotion: "raw motion"
    case .randomNetwork: "an untrained network"
    }
  }
}

/// What a trained network's scores are compared with, scored on the same frames.
public struct Baselines: Codable, Equatable, Sendable {
  /// The scores of what needs no training; those that were not computed are absent.
  public var scores: [Baseline: LevelMetrics<Double>]
  /// The evaluated clusters with the categories dealt to the videos at random: chance.
  public var permutedLabels: LevelMetrics<Interval>?

  /// Puts baselines together.
  public init(
    _ scores: [Baseline: LevelMetrics<Double>] = [:], permutedLabels: LevelMetrics<Interval>? = nil
  ) {
    self.scores = scores
    self.permutedLabels = permutedLabels
  }

  private enum Chance: String, CodingKey {
    case permutedLabels = "permuted_labels"
  }

  /// Reads the baselines that are there.
  public init(from decoder: any Decoder) throws {
    let found = try decoder.container(keyedBy: Baseline.self)
    scores = [:]
    for baseline in Baseline.allCases {
      scores[baseline] = try found.decodeIfPresent(LevelMetrics<Double>.self, forKey: baseline)
    }
    permutedLabels = try decoder.container(keyedBy: Chance.self)
      .decodeIfPresent(LevelMetrics<Interval>.self, forKey: .permutedLabels)
  }

  /// Writes the baselines that are there, each under its name.
  public func encode(to encoder: any Encoder) throws {
    var found = encoder.container(keyedBy: Baseline.self)
    for (baseline, scores) in scores { try found.encode(scores, forKey: baseline) }
    var chance = encoder.container(keyedBy: Chance.self)
    try chance.encodeIfPresent(permutedLabels, forKey: .permutedLabels)
  }
}
