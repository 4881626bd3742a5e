/// Features laid out in the plane, and how that was done.
package struct Embedding: Sendable {
  /// Every row's place, x and y.
  package let positions: [SIMD2<Float>]
  /// The Kullback–Leibler divergence that is left, in natural units.
  package let divergence: Double
  /// The perplexity that was used.
  package let perplexity: Double
  /// Whether that is less than was asked for, since there are too few rows.
  package let isPerplexityLowered: Bool
  /// The share of rows' nearest neighbours that were found: 1 of up to 20 000 rows, of more as measured
  /// on a sample.
  package let neighbourRecall: Double
  /// The learning rate that was used.
  package let learningRate: Double
}
