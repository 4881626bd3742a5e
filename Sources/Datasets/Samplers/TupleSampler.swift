import Videos

/// Samples tuples for the quadruplet objective.
///
/// An epoch has every anchor once.
///
/// An anchor is a query frame whose successor and later frame are in the store. The fourth frame is
/// a random frame of a random other video. Source: the authors' `lq_loss/input_layer`, without the
/// mistakes that docs/method.md lists.
public struct TupleSampler: Sampler {
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
    let later: Int
  }

  /// Makes a sampler.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError`` if the videos give no tuples.
  public init(videos: [StoredVideo], seed: UInt64) throws {
    let videos = videos.filter { !$0.frames.isEmpty }
    guard videos.count > 1 else { throw SamplingError.noOtherVideo(videos: videos.map(\.name)) }
    self.videos = videos
    self.seed = seed
    anchors = videos.enumerated().flatMap { index, video in
      video.frames.compactMap { frame in
        guard frame.hasSuccessor, let later = frame.later else { return nil }
        return Anchor(video: index, frame: frame.number, later: later)
      }
    }
    guard !anchors.isEmpty else { throw SamplingError.noTuples }
  }

  /// The number of tuples in an epoch.
  public var count: Int { anchors.count }

  /// Gives one tuple of an epoch.
  ///
  /// - Parameters:
  ///   - index: the tuple's number, from 0 to below ``count``.
  ///   - epoch: the epoch, from 0. It decides the frame of another video.
  /// - Complexity: O(1).
  public func tuple(_ index: Int, ofEpoch epoch: Int) -> FrameTuple {
    let chosen = anchors[index]
    return FrameTuple(
      anchor: FrameReference(video: chosen.video, frame: chosen.frame, role: .query),
      successor: FrameReference(video: chosen.video, frame: chosen.frame + 1, role: .successor),
      later: FrameReference(video: chosen.video, frame: chosen.later, role: .later),
      other: frameOfAnotherVideo(than: chosen.video, forExample: index, ofEpoch: epoch))
  }

  /// Gives one tuple of an epoch as an example.
  public func example(_ index: Int, ofEpoch epoch: Int) -> Example {
    tuple(index, ofEpoch: epoch).example
  }
}

extension TupleSampler: PairSource {
  /// Lists two pairs for every tuple: the anchor with its successor, and with the other video's
  /// frame.
  ///
  /// - Complexity: O(count).
  public func pairs(ofEpoch epoch: Int) -> [Pair] {
    order(ofEpoch: epoch).flatMap { tuple($0, ofEpoch: epoch).pairs }
  }
}

/// The four frames that the quadruplet objective Lq compares.
public struct FrameTuple: Hashable, Sendable {
  /// The frame that the tuple is about.
  public let anchor: FrameReference
  /// The frame after it.
  public let successor: FrameReference
  /// A later frame of the same video.
  public let later: FrameReference
  /// A frame of another video.
  public let other: FrameReference

  /// Makes a tuple.
  public init(
    anchor: FrameReference, successor: FrameReference, later: FrameReference, other: FrameReference
  ) {
    self.anchor = anchor
    self.successor = successor
    self.later = later
    self.other = other
  }

  /// The tuple as an example.
  ///
  /// It has no label.
  public var example: Example { Example(frames: [anchor, successor, later, other]) }

  /// The tuple as two pairs: the anchor with its successor, and with the other video's frame.
  fileprivate var pairs: [Pair] {
    [
      Pair(anchor: anchor, partner: successor, isPositive: true),
      Pair(anchor: anchor, partner: other, isPositive: false),
    ]
  }
}
