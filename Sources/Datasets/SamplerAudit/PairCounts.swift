/// How many pairs there are, of which kind, and how many different ones.
package struct PairCounts: Codable, Equatable, Sendable {
  /// Pairs in all the epochs looked at.
  package let count: Int
  /// How many different ones there are among them.
  package let distinct: Int
  /// An epoch's different pairs divided by its pairs, on average.
  package let distinctShareOfEpoch: Double
  /// Pairs of successive frames.
  package let positives: Int
  /// Pairs of frames that are not.
  package let negatives: Int
  /// Negatives divided by all pairs.
  package let negativeShare: Double

  /// Counts pairs.
  init(_ epochs: [[Pair]]) {
    count = epochs.reduce(0) { $0 + $1.count }
    distinct = Set(epochs.joined()).count
    distinctShareOfEpoch = Average(of: epochs.map { $0.distinctShare }).mean
    positives = epochs.joined().count(where: \.isPositive)
    negatives = count - positives
    negativeShare = count == 0 ? 0 : Double(negatives) / Double(count)
  }
}
