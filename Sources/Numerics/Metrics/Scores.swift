/// How well clusters agree with categories, a number (or what stands for one) a metric.
package struct ClusteringMetrics<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  /// H(category | cluster) in bits; lower is better.
  package var conditionalEntropyBits: Value
  /// H(category) in bits: what the conditional entropy is where clusters tell nothing.
  package var labelEntropyBits: Value
  /// Normalised mutual information, over the arithmetic mean of both entropies.
  package var nmi: Value
  /// The adjusted Rand index.
  package var ari: Value
  /// The share of items that show what most of their cluster shows.
  package var purity: Value
  /// The share of items that agree under the best one-to-one pairing of clusters and categories.
  package var accuracy: Value
  /// How often the nearest item of another video shows the same; absent where no other video is.
  package var neighbourAccuracy: Value?

  /// Puts scores together.
  package init(
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

  package enum CodingKeys: String, CodingKey {
    case conditionalEntropyBits = "conditional_entropy_bits"
    case labelEntropyBits = "label_entropy_bits"
    case nmi, ari, purity, accuracy
    case neighbourAccuracy = "neighbour_accuracy"
  }
}

extension ClusteringMetrics<Double> {
  /// Computes every metric.
  ///
  /// - Parameters:
  ///   - table: the clusters' categories.
  ///   - neighbourAccuracy: the share of items whose nearest neighbour shows the same, if any.
  package init(_ table: ContingencyTable, neighbourAccuracy: Double?) {
    self.init(
      conditionalEntropyBits: table.conditionalEntropyBits,
      labelEntropyBits: table.labelEntropyBits, nmi: table.normalisedMutualInformation,
      ari: table.adjustedRandIndex, purity: table.purity, accuracy: table.accuracy,
      neighbourAccuracy: neighbourAccuracy)
  }
}
