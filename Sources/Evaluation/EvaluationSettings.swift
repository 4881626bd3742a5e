import Networks
import Numerics

/// The settings of an evaluation: which features, how many clusters, how much is probed.
///
/// An ``EvaluationRecord`` says how an evaluation was done.
public struct EvaluationSettings: Codable, Equatable, Sendable {
  /// K, or auto; nil is the number of categories, or auto if there are none.
  public var clusters: ClusterChoice?
  /// The number of random starts of K-means; nil is ``starts(for:)``.
  public var starts: Int?
  /// Which checkpoint is evaluated.
  public var checkpoint = CheckpointChoice.latest
  /// The layer whose output is the appearance features, or `auto`.
  public var featureLayer = Architecture.features
  /// The modality that frames and videos are clustered by.
  public var groupBy = ModalityChoice.auto
  /// The perplexity of t-SNE: about how many neighbours decide a frame's position.
  public var perplexity = 30.0
  /// The largest number of training frames that the probes are trained on; 0 skips the probes.
  public var probeFrames = 1000

  enum CodingKeys: String, CodingKey {
    case clusters, perplexity, checkpoint
    case starts = "kmeans_starts"
    case groupBy = "group_by"
    case featureLayer = "feature_layer"
    case probeFrames = "probe_frames"
  }

  /// Creates the default settings.
  public init() {}

  /// Whether the feature layer is chosen by label-free metrics.
  var choosesLayer: Bool { featureLayer == Self.automaticLayer }

  /// The feature layer; if it is chosen by label-free metrics, the layer that the objective trains.
  public var namedLayer: String { choosesLayer ? Architecture.features : featureLayer }

  private static let automaticLayer = "auto"

  /// Returns the K-means of these settings.
  ///
  /// - Parameters:
  ///   - clusters: the number of clusters.
  ///   - seed: the run's seed.
  public func kMeans(_ clusters: Int, seed: UInt64) -> KMeans {
    KMeans(clusters: clusters, starts: starts ?? Self.starts(for: clusters), seed: seed)
  }

  /// Returns the K-means for label-free metrics.
  ///
  /// It has ten starts by default, because it runs five times at every checkpoint.
  ///
  /// - Parameters:
  ///   - clusters: the number of clusters.
  ///   - seed: the run's seed.
  public func labelFreeKMeans(_ clusters: Int, seed: UInt64) -> KMeans {
    KMeans(clusters: clusters, starts: starts ?? 10, seed: seed)
  }

  /// Returns how many random starts of K-means find the best clusters in nearly all cases.
  ///
  /// On footage6's features with K = 6, one start in four to six came within 0.2 % of the lowest inertia that
  /// 200 starts found (2026-11-25, three runs). Ten starts would miss it every sixth to eighteenth time, 50
  /// starts once in thousands of times. With many clusters, a misplaced one matters less and a start takes
  /// longer. Therefore larger K has fewer starts.
  ///
  /// - Parameter clusters: the number of clusters.
  public static func starts(for clusters: Int) -> Int { min(max(300 / max(clusters, 1), 10), 50) }

  /// Returns K, at most the number of frames; nil if the silhouette must choose it.
  ///
  /// K is ``clusters`` if that is set, otherwise the number of categories.
  ///
  /// - Parameter frames: the frames that are clustered.
  func clusterCount(for frames: EvaluationSet) -> Int? {
    let natural = frames.categoryCount > 1 ? ClusterChoice.number(frames.categoryCount) : .automatic
    guard case .number(let asked) = clusters ?? natural else { return nil }
    return min(asked, frames.frames.count)
  }
}

/// The number of clusters, or that it is chosen automatically.
public enum ClusterChoice: Equatable, Sendable {
  /// A number of clusters.
  case number(Int)
  /// The number with the best silhouette.
  case automatic

  /// The word for ``automatic`` in files and options.
  static let automaticName = "auto"

  /// Reads a number or `auto`; nil for any other text.
  ///
  /// - Parameter text: the text.
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
  /// Creates a number of clusters.
  ///
  /// - Parameter number: the number.
  public init(integerLiteral number: Int) { self = .number(number) }
}

extension ClusterChoice: LosslessStringConvertible {
  /// The number or `auto`.
  public var description: String {
    if case .number(let number) = self { "\(number)" } else { Self.automaticName }
  }
}

extension ClusterChoice: WordOrNumber {
  /// Says which values are allowed.
  public static let rule = "clusters is a number or auto"
}

/// The choice of the checkpoint that is evaluated.
public enum CheckpointChoice: Equatable, Sendable {
  /// The newest checkpoint.
  case latest
  /// The checkpoint with the best label-free score.
  case automatic
  /// The checkpoint at the end of an epoch.
  case number(Int)

  private enum Name {
    static let latest = "latest"
    static let automatic = "auto"
  }

  /// Reads `latest`, `auto` or a number; nil for any other text.
  ///
  /// - Parameter text: the text.
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
  /// The word `latest` or `auto`, or the number.
  public var description: String {
    switch self {
    case .latest: Name.latest
    case .automatic: Name.automatic
    case .number(let number): "\(number)"
    }
  }
}

extension CheckpointChoice: WordOrNumber {
  /// Says which values are allowed.
  public static let rule = "checkpoint is latest, auto or a number of epochs"
}

/// The modality that frames and videos are clustered by, or that it is chosen automatically.
public enum ModalityChoice: String, Codable, CaseIterable, Sendable {
  /// Chosen by how well appearance and motion agree (``VideoEmbeddings``).
  case auto
  /// The appearance of frames.
  case appearance
  /// The motion around frames and in videos.
  case motion
  /// Appearance and motion together.
  case both

  /// The chosen modality; nil for ``auto``.
  var modality: Modality? { Modality(rawValue: rawValue) }

  /// Whether the choice needs a motion network.
  public var needsMotion: Bool { self == .motion || self == .both }
}

/// A setting that is a number or a word, in files and on the command line.
public protocol WordOrNumber: LosslessStringConvertible, Codable {
  /// Says which values are allowed, such as `clusters is a number or auto`.
  static var rule: String { get }
}

extension WordOrNumber {
  /// Decodes a word or a number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.rule)
    }
    self = value
  }

  /// Encodes a number as a number, a word as a text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number = Int(description) {
      try container.encode(number)
    } else {
      try container.encode(description)
    }
  }
}
