/// Whether features are of use, by what can be known without categories.
public struct Judgement: Codable, Equatable, Sendable {
  /// In how many directions the features vary, in effect: exp of the entropy of the shares of variance along
  /// the principal components (Roy and Vetterli 2007).
  public var effectiveRank: Double
  /// The mean squared distance of two successive frames of a video, of features of length 1 (Wang and Isola
  /// 2020).
  public var alignment: Double
  /// log of the mean of exp(−2 × squared distance) over all pairs of frames (Wang and Isola 2020); the lower
  /// the more evenly they fill the sphere.
  public var uniformity: Double
  /// How near a frame's nearest frame of another video is, from 0, as far as any, to 1, as near as its own
  /// video's next frame.
  public var reach: Double
  /// The adjusted Rand index of clusters found from different seeds, a mean of three pairs.
  public var seedAgreement: Double
  /// The adjusted Rand index of the videos' clusters found from their first halves and from their second.
  public var halfAgreement: Double

  /// Puts a judgement together.
  public init(
    effectiveRank: Double, alignment: Double, uniformity: Double, reach: Double,
    seedAgreement: Double, halfAgreement: Double
  ) {
    (self.effectiveRank, self.alignment) = (effectiveRank, alignment)
    (self.uniformity, self.reach) = (uniformity, reach)
    (self.seedAgreement, self.halfAgreement) = (seedAgreement, halfAgreement)
  }

  /// One number to choose an epoch or a layer by, higher is better: how near other videos come, times how
  /// well halves of videos agree; 0 for features that hardly tell frames apart.
  ///
  /// docs/what-was-tried.md says how it compares with what the categories say.
  public var score: Double {
    effectiveRank < Self.leastRank ? 0 : reach * max(halfAgreement, 0)
  }

  /// In fewer directions than this, features tell frames hardly apart.
  static let leastRank = 2.0

  enum CodingKeys: String, CodingKey {
    case alignment, uniformity, reach
    case effectiveRank = "effective_rank"
    case seedAgreement = "seed_agreement"
    case halfAgreement = "half_agreement"
  }
}
