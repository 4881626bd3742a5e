import Basics

/// How varied the batches are.
package struct BatchMixture: Codable, Equatable, Sendable {
  /// Pairs a batch; the last of an epoch takes what is left.
  package let size: Int
  /// Batches in all the epochs looked at.
  package let count: Int
  /// Distinct pairs of a batch divided by its pairs.
  package let distinctShare: Average
  /// The share of a batch's anchors that its most frequent video has.
  package let topVideoShare: Average
  /// The same if every epoch's pairs were shuffled.
  ///
  /// What to compare ``topVideoShare`` with: a batch of one pair is of one video whatever is done, and
  /// a long video is frequent in every batch.
  package let topVideoShareIfShuffled: Average

  /// Looks at batches.
  ///
  /// - Parameters:
  ///   - epochs: the pairs of some epochs, in order.
  ///   - size: pairs a batch.
  ///   - videos: how many videos there are.
  ///   - seed: decides the order to compare with.
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

  /// Sets the order to compare with apart from everything else that a run's seed decides.
  private static let stream: UInt64 = 5
}

/// Finds the most frequent video of many batches without a new table for each.
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
