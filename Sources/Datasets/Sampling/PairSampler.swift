import Basics
import Videos

/// The pairs of an epoch, in a shuffled order: every anchor once.
///
/// The k-th frame of a video is the anchor of a positive pair with its successor, unless k mod 5 = 4:
/// then of a negative pair with a random frame of a random other video (thesis, chapter on
/// preprocessing). Shuffled over all videos; the order and every negative are pure functions of
/// (seed, epoch, index), so that training can go on from any step.
public struct PairSampler: Sendable {
  /// The videos that are sampled from.
  public let videos: [StoredVideo]
  /// The run's seed.
  public let seed: UInt64

  private let anchors: [Anchor]

  private struct Anchor {
    let video: Int
    let frame: StoredFrame
    let isPositive: Bool
  }

  /// Every fifth pair is negative.
  public static let pairsForOneNegative = 5

  /// Prepares the sampling.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - stride: frames from one chosen frame of a video to the next; frame k × stride is the k-th.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError`` where no pairs or no negatives are possible.
  public init(videos: [StoredVideo], stride: Int, seed: UInt64) throws {
    let videos = videos.filter { !$0.frames.isEmpty }
    guard videos.count > 1 else { throw SamplingError.noOtherVideo(videos: videos.map(\.name)) }
    self.videos = videos
    self.seed = seed
    anchors = videos.enumerated().flatMap { index, video in
      video.frames.compactMap { frame in
        let k = frame.number / stride
        let isPositive = k % Self.pairsForOneNegative != Self.pairsForOneNegative - 1
        guard !isPositive || frame.hasSuccessor else { return nil }
        return Anchor(video: index, frame: frame, isPositive: isPositive)
      }
    }
    guard !anchors.isEmpty else { throw SamplingError.noPairs }
  }

  /// Pairs in an epoch.
  public var count: Int { anchors.count }

  /// The order of an epoch.
  ///
  /// - Complexity: O(count).
  public func order(ofEpoch epoch: Int) -> [Int] {
    var generator = SeededGenerator(seed: seed, path: Stream.order, UInt64(epoch))
    return generator.permutation(of: count)
  }

  /// One pair of an epoch.
  ///
  /// - Parameters:
  ///   - anchor: a number of ``order(ofEpoch:)``.
  ///   - epoch: the epoch, from 0, which decides the partner of a negative pair.
  /// - Complexity: O(1).
  public func pair(_ anchor: Int, ofEpoch epoch: Int) -> Pair {
    let chosen = anchors[anchor]
    let reference = FrameReference(video: chosen.video, frame: chosen.frame.number, role: .query)
    guard !chosen.isPositive else {
      let successor = FrameReference(
        video: chosen.video, frame: chosen.frame.number + 1, role: .successor)
      return Pair(anchor: reference, partner: successor, isPositive: true)
    }
    var generator = SeededGenerator(
      seed: seed, path: Stream.negatives, UInt64(epoch), UInt64(anchor))
    let draw = generator.integer(below: videos.count - 1)
    let other = draw < chosen.video ? draw : draw + 1
    let frames = videos[other].frames
    let frame = frames[generator.integer(below: frames.count)]
    return Pair(
      anchor: reference,
      partner: FrameReference(video: other, frame: frame.number, role: .query), isPositive: false)
  }

  /// Sets these draws apart from everything else that a run's seed decides.
  private enum Stream {
    static let order: UInt64 = 2
    static let negatives: UInt64 = 3
  }
}
