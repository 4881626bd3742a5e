import Networks
import Numerics

/// What is asked of an evaluation: which features, how many clusters, how much is probed.
///
/// What was done in the end is an ``EvaluationRecord``.
public struct EvaluationSettings: Codable, Equatable, Sendable {
  /// K, or auto; nil is the number of categories, or auto where there are none.
  public var clusters: ClusterChoice?
  /// Random starts of K-means, of which the best is kept; nil is as many as K asks for.
  public var starts: Int?
  /// Which checkpoint is evaluated.
  public var checkpoint = CheckpointChoice.latest
  /// The layer that appearance is taken from, or auto.
  public var featureLayer = Architecture.features
  /// What frames and videos are grouped by.
  public var groupBy = ModalityChoice.auto
  /// Of t-SNE: about how many neighbours of a frame its place depends on.
  public var perplexity = 30.0
  /// How many frames of the training videos the probes are shown at most; 0 is no probe.
  public var probeFrames = 1000

  enum CodingKeys: String, CodingKey {
    case clusters, perplexity, checkpoint
    case starts = "kmeans_starts"
    case groupBy = "group_by"
    case featureLayer = "feature_layer"
    case probeFrames = "probe_frames"
  }

  /// The defaults.
  public init() {}

  /// Whether the feature layer is to be chosen by label-free metrics.
  var choosesLayer: Bool { featureLayer == Self.automaticLayer }

  /// The feature layer that is named; the one that is trained where the layer is to be chosen.
  public var namedLayer: String { choosesLayer ? Architecture.features : featureLayer }

  private static let automaticLayer = "auto"

  /// How rows are clustered.
  ///
  /// - Parameters:
  ///   - clusters: into how many clusters.
  ///   - seed: the run's seed.
  public func kMeans(_ clusters: Int, seed: UInt64) -> KMeans {
    KMeans(clusters: clusters, starts: starts ?? Self.starts(for: clusters), seed: seed)
  }

  /// How rows are clustered for label-free metrics: ten starts, because K-means then runs five times at
  /// every checkpoint.
  public func labelFreeKMeans(_ clusters: Int, seed: UInt64) -> KMeans {
    KMeans(clusters: clusters, starts: starts ?? 10, seed: seed)
  }

  /// How many random starts find the best clusters nearly always.
  ///
  /// With up to six clusters 50 starts miss the best ones once in thousands of times. Of starts on
  /// footage6's features with K = 6, one in four to six came within 0.2 % of the lowest inertia that 200
  /// starts found, so ten would miss it every sixth to eighteenth time (2026-11-25, three runs). With many
  /// clusters a misplaced one counts for less, and a start takes longer.
  public static func starts(for clusters: Int) -> Int { min(max(300 / max(clusters, 1), 10), 50) }

  /// K: as asked for, else the number of categories, else nil, to be found by the silhouette. K is never
  /// more than there are frames.
  func clusterCount(for frames: EvaluationSet) -> Int? {
    let natural = frames.categoryCount > 1 ? ClusterChoice.number(frames.categoryCount) : .automatic
    guard case .number(let asked) = clusters ?? natural else { return nil }
    return min(asked, frames.frames.count)
  }
}

/// K, or that it is to be found out.
public enum ClusterChoice: Equatable, Sendable {
  /// A number of clusters.
  case number(Int)
  /// As many as the features' silhouettes speak for.
  case automatic

  /// What files and options call that.
  static let automaticName = "auto"

  /// Reads a number, or `auto`; nil for anything else.
  public init?(_ text: String) {
    if text == Self.automaticName {
      self = .automatic
    } else if let number = Int(text) {
      self = .number(number)
    } else {
      return nil
    }
  }
}

extension ClusterChoice: ExpressibleByIntegerLiteral {
  /// A number of clusters.
  public init(integerLiteral number: Int) { self = .number(number) }
}

extension ClusterChoice: LosslessStringConvertible {
  /// The number, or `auto`.
  public var description: String {
    if case .number(let number) = self { "\(number)" } else { Self.automaticName }
  }
}

extension ClusterChoice: WordOrNumber {
  public static let rule = "clusters is a number or auto"
}

/// Which checkpoint of a run is evaluated.
public enum CheckpointChoice: Equatable, Sendable {
  /// The newest.
  case latest
  /// The one whose features are judged best without labels.
  case automatic
  /// The one at an epoch's end.
  case number(Int)

  private enum Name {
    static let latest = "latest"
    static let automatic = "auto"
  }

  /// Reads `latest`, `auto` or a number; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case Name.latest: self = .latest
    case Name.automatic: self = .automatic
    default:
      guard let number = Int(text), number >= 0 else { return nil }
      self = .number(number)
    }
  }
}

extension CheckpointChoice: LosslessStringConvertible {
  /// `latest`, `auto` or the number.
  public var description: String {
    switch self {
    case .latest: Name.latest
    case .automatic: Name.automatic
    case .number(let number): "\(number)"
    }
  }
}

extension CheckpointChoice: WordOrNumber {
  public static let rule = "checkpoint is latest, auto or a number of epochs"
}

/// What frames and videos are to be grouped by, or that it is to be found out.
public enum ModalityChoice: String, Codable, CaseIterable, Sendable {
  /// Found out: both where they tell the same story, else motion, unless that is noise.
  case auto
  /// What is seen.
  case appearance
  /// What moves.
  case motion
  /// Both.
  case both

  /// What was asked for; nil is found out.
  var modality: Modality? { Modality(rawValue: rawValue) }

  /// Whether it can't be had without a network that learned motion.
  public var needsMotion: Bool { self == .motion || self == .both }
}

/// A setting that is a number or a word, in files as on the command line.
public protocol WordOrNumber: LosslessStringConvertible, Codable {
  /// What it may be, such as `clusters is a number or auto`.
  static var rule: String { get }
}

extension WordOrNumber {
  /// Reads a word or a number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.rule)
    }
    self = value
  }

  /// Writes the number as one, or the word.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number = Int(description) {
      try container.encode(number)
    } else {
      try container.encode(description)
    }
  }
}
