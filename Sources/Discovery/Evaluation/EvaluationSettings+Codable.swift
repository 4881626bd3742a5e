// As JSON the caller's own settings stand among the others.
extension EvaluationSettings {
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
