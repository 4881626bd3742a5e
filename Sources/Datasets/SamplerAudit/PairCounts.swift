import Basics

/// The numbers of pairs: all, distinct, positive and negative.
public struct PairCounts: Codable, Equatable, Sendable {
  /// The number of pairs in all counted epochs.
  public let count: Int
  /// The number of distinct pairs among them.
  public let distinct: Int
  /// The distinct pairs of an epoch divided by its pairs, averaged over epochs.
  public let distinctShareOfEpoch: Double
  /// The number of positive pairs.
  public let positives: Int
  /// The number of negative pairs.
  public let negatives: Int
  /// Negative pairs divided by all pairs.
  public let negativeShare: Double

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

/// How varied the batches are.
public struct BatchMixture: Codable, Equatable, Sendable {
  /// Pairs per batch.
  ///
  /// The last batch of an epoch has the rest.
  public let size: Int
  /// The number of batches in all counted epochs.
  public let count: Int
  /// The distinct pairs of a batch divided by its pairs.
  public let distinctShare: Average
  /// The share of a batch's anchors that come from the batch's most frequent video.
  public let topVideoShare: Average
  /// The value of ``topVideoShare`` if the pairs of every epoch are shuffled.
  ///
  /// It is the baseline for ``topVideoShare``: a batch of one pair always has one video, and a long
  /// video is frequent in every batch.
  public let topVideoShareIfShuffled: Average

  /// Counts the videos of batches.
  ///
  /// - Parameters:
  ///   - epochs: the pairs of some epochs, in order.
  ///   - size: pairs per batch.
  ///   - videos: the number of videos.
  ///   - seed: decides the shuffled order to compare with.
  init(_ epochs: [[Pair]], size: Int, videos: Int, seed: UInt64) {
    self.size = size
    var generator = SeededGenerator(seed: seed, path: Self.stream)
    var counter = TopVideoCounter(videos: videos)
    var (distinct, top, shuffled): ([Double], [Double], [Double]) = ([], [], [])
    for pairs in epochs {
      let order = generator.permutation(of: pairs.count)
      for start in stride(from: 0, to: pairs.count, by: size) {
        let batch = start..<min(start + size, pairs.count)
        distinct.append(pairs[batch].distinctShare)
        top.append(counter.share(in: batch.lazy.map { pairs[$0] }))
        shuffled.append(counter.share(in: batch.lazy.map { pairs[order[$0]] }))
      }
    }
    count = distinct.count
    distinctShare = Average(of: distinct)
    topVideoShare = Average(of: top)
    topVideoShareIfShuffled = Average(of: shuffled)
  }

  /// Makes the shuffled order independent of all other draws from the run's seed.
  private static let stream: UInt64 = 5
}

/// Finds the most frequent video of many batches.
///
/// It uses one table for all of them.
private struct TopVideoCounter {
  private var counts: [Int]

  init(videos: Int) { counts = [Int](repeating: 0, count: videos) }

  mutating func share(in batch: some Collection<Pair>) -> Double {
    var top = 0
    for pair in batch {
      counts[pair.anchor.video] += 1
      top = max(top, counts[pair.anchor.video])
    }
    for pair in batch { counts[pair.anchor.video] = 0 }
    return Double(top) / Double(batch.count)
  }
}

extension Collection<Pair> {
  /// The distinct pairs divided by all pairs; 0 for no pairs.
  fileprivate var distinctShare: Double { isEmpty ? 0 : Double(Set(self).count) / Double(count) }
}
