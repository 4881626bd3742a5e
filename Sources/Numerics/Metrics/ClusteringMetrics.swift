/// How well clusters agree with categories.
///
/// A metric is a number, or an ``Interval`` of the numbers that chance gives.
public struct ClusteringMetrics<Value: Codable & Equatable & Sendable>: Codable, Equatable,
  Sendable
{
  /// H(category | cluster) in bits; lower is better.
  public var conditionalEntropyBits: Value
  /// H(category) in bits: the conditional entropy of clusters that say nothing about categories.
  public var labelEntropyBits: Value
  /// The normalised mutual information, over the arithmetic mean of both entropies.
  public var nmi: Value
  /// The adjusted Rand index.
  public var ari: Value
  /// The share of items whose category is the most frequent one of their cluster.
  public var purity: Value
  /// The share of items that agree under the best one-to-one pairing of clusters and categories.
  public var accuracy: Value
  /// The share of items whose nearest item of another group has the same category; nil if there is
  /// only one group.
  public var neighbourAccuracy: Value?

  /// Makes metrics of given values.
  public init(
    conditionalEntropyBits: Value, labelEntropyBits: Value, nmi: Value, ari: Value, purity: Value,
    accuracy: Value, neighbourAccuracy: Value?
  ) {
    self.conditionalEntropyBits = conditionalEntropyBits
    self.labelEntropyBits = labelEntropyBits
    self.nmi = nmi
    self.ari = ari
    self.purity = purity
    self.accuracy = accuracy
    self.neighbourAccuracy = neighbourAccuracy
  }

  /// The metrics' names in files.
  public enum CodingKeys: String, CodingKey {
    case conditionalEntropyBits = "conditional_entropy_bits"
    case labelEntropyBits = "label_entropy_bits"
    case nmi, ari, purity, accuracy
    case neighbourAccuracy = "neighbour_accuracy"
  }
}

extension ClusteringMetrics<Double> {
  /// Computes the metrics of a table.
  ///
  /// - Parameters:
  ///   - table: the number of items of every category in every cluster.
  ///   - neighbourAccuracy: the share of items whose nearest neighbour has the same category, if
  ///     known.
  public init(_ table: ContingencyTable, neighbourAccuracy: Double?) {
    self.init(
      conditionalEntropyBits: table.conditionalEntropyBits,
      labelEntropyBits: table.labelEntropyBits, nmi: table.normalisedMutualInformation,
      ari: table.adjustedRandIndex, purity: table.purity, accuracy: table.accuracy,
      neighbourAccuracy: neighbourAccuracy)
  }
}

extension ClusteringMetrics<Interval> {
  /// Computes the mean and the interval of every metric.
  ///
  /// - Parameter draws: the metrics of at least one draw.
  init(intervalsOf draws: [ClusteringMetrics<Double>]) {
    let neighbours = draws.compactMap(\.neighbourAccuracy)
    self.init(
      conditionalEntropyBits: Interval(of: draws.map(\.conditionalEntropyBits)),
      labelEntropyBits: Interval(of: draws.map(\.labelEntropyBits)),
      nmi: Interval(of: draws.map(\.nmi)), ari: Interval(of: draws.map(\.ari)),
      purity: Interval(of: draws.map(\.purity)), accuracy: Interval(of: draws.map(\.accuracy)),
      neighbourAccuracy: neighbours.isEmpty ? nil : Interval(of: neighbours))
  }
}

/// The clustering metrics at two levels: of rows, and of groups of rows.
///
/// In JSON the rows' metrics stand beside the key `video_level`, which holds the groups' metrics,
/// and the key `probe`.
public struct LevelMetrics<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  /// The metrics if every row is an item.
  public var rows: ClusteringMetrics<Value>
  /// The metrics if every group is an item.
  public var groups: ClusteringMetrics<Value>
  /// The accuracies of classifiers that were fitted to the same features; nil if none was.
  public var probe: Probe?

  /// Makes metrics of both levels.
  public init(
    rows: ClusteringMetrics<Value>, groups: ClusteringMetrics<Value>, probe: Probe? = nil
  ) {
    self.rows = rows
    self.groups = groups
    self.probe = probe
  }

  enum CodingKeys: String, CodingKey {
    case probe
    case groups = "video_level"
  }

  /// Reads the rows' metrics, and those of the groups under `video_level`.
  public init(from decoder: any Decoder) throws {
    rows = try ClusteringMetrics(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    groups = try container.decode(ClusteringMetrics<Value>.self, forKey: .groups)
    probe = try container.decodeIfPresent(Probe.self, forKey: .probe)
  }

  /// Writes the rows' metrics, and those of the groups under `video_level`.
  public func encode(to encoder: any Encoder) throws {
    try rows.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(groups, forKey: .groups)
    try container.encodeIfPresent(probe, forKey: .probe)
  }
}

/// The mean of repeated draws of a number, and the interval that holds 95 % of them.
public struct Interval: Codable, Equatable, Sendable {
  /// The draws' mean.
  public var mean: Double
  /// The number below which 2.5 % of the draws lie.
  public var low: Double
  /// The number above which 2.5 % of the draws lie.
  public var high: Double

  /// Makes an interval of given numbers.
  public init(mean: Double, low: Double, high: Double) {
    self.mean = mean
    self.low = low
    self.high = high
  }

  /// Computes the interval of some draws.
  ///
  /// Percentiles between two draws are interpolated linearly, as NumPy does.
  ///
  /// - Parameter draws: at least one number.
  public init(of draws: [Double]) {
    let sorted = draws.sorted()
    func percentile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }
    self.init(
      mean: draws.reduce(0, +) / Double(draws.count), low: percentile(0.025),
      high: percentile(0.975))
  }

  /// Reads an interval.
  ///
  /// - Throws: `DecodingError`, also if `low` is above `high`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    mean = try container.decode(Double.self, forKey: .mean)
    low = try container.decode(Double.self, forKey: .low)
    high = try container.decode(Double.self, forKey: .high)
    guard low <= high else {
      throw DecodingError.dataCorruptedError(
        forKey: .low, in: container, debugDescription: "low is above high")
    }
  }
}
