import Numerics

/// How an evaluation was done: everything that is needed to repeat it.
public struct EvaluationRecord: Codable, Equatable, Sendable {
  /// The number of clusters.
  public var k: Int
  /// The seed of all random draws.
  public var seed: UInt64
  /// The layer whose output is the features.
  public var featureLayer: String
  /// The name of the checkpoint's file; nil for an untrained network.
  public var checkpoint: String?
  /// The number of starts of K-means.
  public var starts: Int
  /// More entries, by names in snake case that differ from those above.
  public var others: [String: Value]

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - k: the number of clusters.
  ///   - seed: the seed of all random draws.
  ///   - featureLayer: the layer whose output is the features.
  ///   - checkpoint: the name of the checkpoint's file; nil for an untrained network.
  ///   - starts: the number of starts of K-means.
  ///   - others: more entries, by names in snake case.
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

  /// The value of an entry.
  public enum Value: Codable, Equatable, Sendable {
    /// True or false.
    case flag(Bool)
    /// An integer.
    case integer(Int)
    /// A number.
    case number(Double)
    /// A text.
    case text(String)

    /// Decodes a value of any kind.
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

    /// Encodes the value without its kind.
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

// In JSON, the entries of `others` are at the same level as the rest.
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

  /// Decodes a record; entries with unknown names become ``others``.
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

  /// Encodes all entries at one level.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // The others come first: if a name is used twice, the entry of this type wins.
    for (name, value) in others { try container.encode(value, forKey: Key(stringValue: name)) }
    try container.encode(k, forKey: Key(.k))
    try container.encode(seed, forKey: Key(.seed))
    try container.encode(featureLayer, forKey: Key(.featureLayer))
    try container.encodeIfPresent(checkpoint, forKey: Key(.checkpoint))
    try container.encode(starts, forKey: Key(.starts))
  }
}
