import Videos

/// Samples pairs for the contrastive objective.
///
/// An epoch has every anchor once.
///
/// Every query frame is an anchor. Its partner is its successor (a positive pair). For the last of
/// every `negativeEvery` query frames of a video, the partner is a random frame of a random other
/// video (a negative pair). Source: thesis, chapter on preprocessing.
public struct PairSampler: Sampler {
  /// The videos to sample from.
  ///
  /// Videos without frames are left out.
  public let videos: [StoredVideo]
  /// The run's seed.
  public let seed: UInt64

  private let anchors: [Anchor]

  private struct Anchor {
    let video: Int
    let frame: Int
    let isPositive: Bool
  }

  /// Makes a sampler.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - negativeEvery: one pair in this many is negative: 5 in the thesis, 10 in the authors'
  ///     5-Contexts.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError`` if the videos give no pairs or no negatives.
  public init(videos: [StoredVideo], negativeEvery: Int = 5, seed: UInt64) throws {
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

  /// The number of pairs in an epoch.
  public var count: Int { anchors.count }

  /// Negative pairs divided by all pairs.
  ///
  /// - Complexity: O(count).
  public var negativeShare: Double {
    Double(anchors.count { !$0.isPositive }) / Double(anchors.count)
  }

  /// Gives one pair of an epoch.
  ///
  /// - Parameters:
  ///   - index: the pair's number, from 0 to below ``count``.
  ///   - epoch: the epoch, from 0. It decides the partner of a negative pair.
  /// - Complexity: O(1).
  public func pair(_ index: Int, ofEpoch epoch: Int) -> Pair {
    let chosen = anchors[index]
    let anchor = FrameReference(video: chosen.video, frame: chosen.frame, role: .query)
    let partner =
      chosen.isPositive
      ? FrameReference(video: chosen.video, frame: chosen.frame + 1, role: .successor)
      : frameOfAnotherVideo(than: chosen.video, forExample: index, ofEpoch: epoch)
    return Pair(anchor: anchor, partner: partner, isPositive: chosen.isPositive)
  }

  /// Gives one pair of an epoch as an example.
  public func example(_ index: Int, ofEpoch epoch: Int) -> Example {
    pair(index, ofEpoch: epoch).example
  }
}

extension PairSampler: PairSource {
  /// Lists the pairs in the epoch's order, every anchor once.
  ///
  /// - Complexity: O(count).
  public func pairs(ofEpoch epoch: Int) -> [Pair] {
    order(ofEpoch: epoch).map { pair($0, ofEpoch: epoch) }
  }
}
