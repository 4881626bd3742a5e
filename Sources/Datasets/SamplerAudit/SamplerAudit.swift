import Basics
import Foundation

/// An audit of a sampler: statistics of the pairs it draws, before a network is trained on them.
///
/// A faulty sampler may repeat pairs, skip videos, or take its negatives from a few videos. Its
/// batches still have the right shape, and the loss still falls. Only counting shows the fault.
public struct SamplerAudit: Codable, Equatable, Sendable {
  /// The number of epochs that were counted, from the first one on.
  public let epochs: Int
  /// The number of pairs of each kind.
  public let pairs: PairCounts
  /// How varied the batches are.
  public let batches: BatchMixture
  /// How the anchors are distributed over the videos.
  public let videos: VideoShares
  /// The videos that negatives come from.
  public let negatives: NegativeSources
  /// How similar the frames of a pair are; nil if no frames were read.
  public let likeness: PairLikeness?

  /// Draws the pairs that training would draw, and counts them.
  ///
  /// - Parameters:
  ///   - sampler: the sampler to audit. It must have a pair.
  ///   - batch: pairs per batch.
  ///   - pairs: the number of pairs to count. Whole epochs are drawn, at least one, until there are
  ///     as many.
  ///   - seed: decides the shuffled order that the batches are compared with.
  ///   - likeness: how similar the frames of a pair are, if they were read.
  /// - Complexity: O(pairs); less than a second for 250 000 pairs.
  public init(
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

  /// With this many pairs, a share of 1 % is known to within a tenth of itself.
  public static let enoughPairs = 10_000
}

extension SamplerAudit {
  /// Writes `sampling.json` durably.
  ///
  /// Keys are in alphabetical order, one per line. The warnings are added as sentences.
  ///
  /// - Throws: `SystemCallError` if the file can't be written.
  public func write(to path: String) throws {
    try JSONFile.write(Document(audit: self), to: path, keys: .snakeCase)
  }

  /// Reads a file that ``write(to:)`` wrote.
  ///
  /// - Throws: `MalformedJSON`, `OversizedFile`, or a `SystemCallError`.
  public init(contentsOf path: String) throws {
    self = try JSONFile.read(path, keys: .snakeCase)
  }

  /// The audit's numbers, and the warnings that follow from them.
  private struct Document: Encodable {
    let audit: SamplerAudit

    enum CodingKeys: CodingKey { case warnings }

    func encode(to encoder: any Encoder) throws {
      try audit.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(audit.warnings.map(\.description), forKey: .warnings)
    }
  }
}
