import Numerics

/// How an evaluation was done, so that it can be done again.
public struct EvaluationRecord: Codable, Equatable, Sendable {
  /// How many clusters were asked for.
  public var k: Int
  /// The seed of K-means and of everything else that draws.
  public var seed: UInt64
  /// The layer that the features come from.
  public var featureLayer: String
  /// The file with the network's weights; absent for an untrained one.
  public var checkpoint: String?
  /// How many times K-means started.
  public var starts: Int
  /// What the caller adds, by names in snake case that are none of the above.
  public var others: [String: Value]

  /// Puts settings together.
  public init(
    k: Int, seed: UInt64, featureLayer: String, checkpoint: String?, starts: Int,
    others: [String: Value] = [:]
  ) {
    self.k = k
    self.seed = seed
    self.featureLayer = featureLayer
    self.checkpoint = checkpoint
    self.starts = starts
    self.others = others
  }

  /// A setting that the caller adds.
  public enum Value: Codable, Equatable, Sendable {
    /// Yes or no.
    case flag(Bool)
    /// A whole number.
    case integer(Int)
    /// A number.
    case number(Double)
    /// A word, or a path.
    case text(String)

    /// Reads whichever kind is there.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let integer = try? container.decode(Int.self) {
        self = .integer(integer)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    /// Writes the bare value.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .flag(let flag): try container.encode(flag)
      case .integer(let integer): try container.encode(integer)
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      }
    }
  }
}

// As JSON the caller's own settings stand among the others.
extension EvaluationRecord {
  private enum Known: String, CaseIterable {
    case k, seed, checkpoint, starts
    case featureLayer = "feature_layer"
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init(_ known: Known) { stringValue = known.rawValue }
    init?(intValue: Int) { nil }
  }

  /// Reads settings; names that are not known become ``others``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let others = container.allKeys.filter { Known(rawValue: $0.stringValue) == nil }
    self.init(
      k: try container.decode(Int.self, forKey: Key(.k)),
      seed: try container.decode(UInt64.self, forKey: Key(.seed)),
      featureLayer: try container.decode(String.self, forKey: Key(.featureLayer)),
      checkpoint: try container.decodeIfPresent(String.self, forKey: Key(.checkpoint)),
      starts: try container.decode(Int.self, forKey: Key(.starts)),
      others: Dictionary(
        uniqueKeysWithValues: try others.map {
          ($0.stringValue, try container.decode(Value.self, forKey: $0))
        }))
  }

  /// Writes all settings at one level.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // First, so that none of them can stand in for a setting of this type.
    for (name, value) in others { try container.encode(value, forKey: Key(stringValue: name)) }
    try container.encode(k, forKey: Key(.k))
    try container.encode(seed, forKey: Key(.seed))
    try container.encode(featureLayer, forKey: Key(.featureLayer))
    try container.encodeIfPresent(checkpoint, forKey: Key(.checkpoint))
    try container.encode(starts, forKey: Key(.starts))
  }
}
