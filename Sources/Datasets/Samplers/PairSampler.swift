import Videos

/// The pairs of an epoch: every anchor once.
///
/// The k-th query of a video is the anchor of a positive pair with its successor, unless it is the
/// last of every `negativeEvery` queries: then of a negative pair with a random frame of a random
/// other video (thesis, chapter on preprocessing).
package struct PairSampler: Sampler {
  /// The videos that are sampled from.
  package let videos: [StoredVideo]
  /// The run's seed.
  package let seed: UInt64

  private let anchors: [Anchor]

  private struct Anchor {
    let video: Int
    let frame: Int
    let isPositive: Bool
  }

  /// Prepares the sampling.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - negativeEvery: one pair in so many is negative; the thesis has 5, the authors' 5-Contexts 10.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError`` where no pairs or no negatives are possible.
  package init(videos: [StoredVideo], negativeEvery: Int = 5, seed: UInt64) throws {
    let videos = videos.filter { !$0.frames.isEmpty }
    guard videos.count > 1 else { throw SamplingError.noOtherVideo(videos: videos.map(\.name)) }
    self.videos = videos
    self.seed = seed
    anchors = videos.enumerated().flatMap { index, video in
      video.frames.enumerated().compactMap { k, frame in
        let isPositive = k % negativeEvery != negativeEvery - 1
        guard !isPositive || frame.hasSuccessor else { return nil }
        return Anchor(video: index, frame: frame.number, isPositive: isPositive)
      }
    }
    guard !anchors.isEmpty else { throw SamplingError.noPairs }
  }

  /// Pairs in an epoch.
  package var count: Int { anchors.count }

  /// Negative pairs divided by all pairs.
  ///
  /// - Complexity: O(count).
  package var negativeShare: Double {
    Double(anchors.count { !$0.isPositive }) / Double(anchors.count)
  }

  /// One pair of an epoch.
  ///
  /// - Parameters:
  ///   - index: its number, from 0 to below ``count``.
  ///   - epoch: the epoch, from 0, which decides the partner of a negative pair.
  /// - Complexity: O(1).
  package func pair(_ index: Int, ofEpoch epoch: Int) -> Pair {
    let chosen = anchors[index]
    let anchor = FrameReference(video: chosen.video, frame: chosen.frame, role: .query)
    let partner =
      chosen.isPositive
      ? FrameReference(video: chosen.video, frame: chosen.frame + 1, role: .successor)
      : frameOfAnotherVideo(than: chosen.video, forExample: index, ofEpoch: epoch)
    return Pair(anchor: anchor, partner: partner, isPositive: chosen.isPositive)
  }

  /// One pair, as training takes it.
  package func example(_ index: Int, ofEpoch epoch: Int) -> Example {
    pair(index, ofEpoch: epoch).example
  }
}
