/// What a trained network's scores are compared with, scored on the same frames.
public struct Baselines: Codable, Equatable, Sendable {
  /// Clusters of the frames' pixels.
  public var rawPixels: LevelScores<Double>?
  /// Clusters of an untrained network's features.
  public var randomNetwork: LevelScores<Double>?
  /// Clusters of the motion around the frames, if the frame store has it.
  public var rawMotion: LevelScores<Double>?
  /// The evaluated clusters with the categories dealt to the videos at random: chance.
  public var permutedLabels: LevelScores<Interval>?

  /// Puts baselines together; those that were not computed are left out.
  public init(
    rawPixels: LevelScores<Double>? = nil, randomNetwork: LevelScores<Double>? = nil,
    rawMotion: LevelScores<Double>? = nil, permutedLabels: LevelScores<Interval>? = nil
  ) {
    self.rawPixels = rawPixels
    self.randomNetwork = randomNetwork
    self.rawMotion = rawMotion
    self.permutedLabels = permutedLabels
  }

  enum CodingKeys: String, CodingKey {
    case rawPixels = "raw_pixels"
    case randomNetwork = "random_network"
    case rawMotion = "raw_motion"
    case permutedLabels = "permuted_labels"
  }
}
