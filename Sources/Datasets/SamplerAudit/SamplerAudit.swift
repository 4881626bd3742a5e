import Foundation

/// What a sampler draws, looked at before a network is trained on it.
///
/// A sampler that repeats pairs, passes videos over or takes its negatives from a few of them still
/// gives batches of the right shape and a loss that falls; only counting shows it.
package struct SamplerAudit: Codable, Equatable, Sendable {
  /// How many epochs were looked at, from the first on.
  package let epochs: Int
  /// How many pairs, of which kind.
  package let pairs: PairCounts
  /// How varied a batch is.
  package let batches: BatchMixture
  /// How the anchors are divided among the videos.
  package let videos: VideoShares
  /// Where negatives come from.
  package let negatives: NegativeSources
  /// How alike the frames of a pair are; nil where no frames were read.
  package let likeness: PairLikeness?

  /// Draws what training would draw, and counts.
  ///
  /// - Parameters:
  ///   - sampler: what is looked at; it must have a pair.
  ///   - batch: pairs a batch.
  ///   - pairs: how many pairs to look at; whole epochs, at least one, are drawn until there are so
  ///     many.
  ///   - seed: decides what the batches are compared with.
  ///   - likeness: what the frames themselves are like, if they were read.
  /// - Complexity: O(pairs); 250 000 take less than a second.
  package init(
    of sampler: some PairSource, batch: Int, pairs: Int = enoughPairs, seed: UInt64,
    likeness: PairLikeness? = nil
  ) {
    var drawn = [sampler.pairs(ofEpoch: 0)]
    precondition(!drawn[0].isEmpty, "a sampler without pairs")
    while drawn.reduce(0, { $0 + $1.count }) < pairs {
      drawn.append(sampler.pairs(ofEpoch: drawn.count))
    }
    epochs = drawn.count
    self.pairs = PairCounts(drawn)
    batches = BatchMixture(drawn, size: batch, videos: sampler.videos.count, seed: seed)
    videos = VideoShares(drawn, of: sampler.videos)
    negatives = NegativeSources(drawn, videos: sampler.videos.count)
    self.likeness = likeness
  }

  /// So many pairs show a share of 1 % to within a tenth of itself.
  package static let enoughPairs = 10_000
}
