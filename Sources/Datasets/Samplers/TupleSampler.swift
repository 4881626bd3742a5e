import Videos

/// The tuples of an epoch, for the quadruplet objective: every anchor once.
///
/// An anchor is a query with which its successor and its later frame are stored; the fourth frame is
/// a random one of a random other video (authors, `lq_loss/input_layer`, without the mistakes that
/// METHOD.md names).
package struct TupleSampler: Sampler {
  /// The videos that are sampled from.
  package let videos: [StoredVideo]
  /// The run's seed.
  package let seed: UInt64

  private let anchors: [Anchor]

  private struct Anchor {
    let video: Int
    let frame: Int
    let later: Int
  }

  /// Prepares the sampling.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError`` where no tuples are possible.
  package init(videos: [StoredVideo], seed: UInt64) throws {
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

  /// Tuples in an epoch.
  package var count: Int { anchors.count }

  /// One tuple of an epoch.
  ///
  /// - Parameters:
  ///   - index: its number, from 0 to below ``count``.
  ///   - epoch: the epoch, from 0, which decides the frame of another video.
  /// - Complexity: O(1).
  package func tuple(_ index: Int, ofEpoch epoch: Int) -> FrameTuple {
    let chosen = anchors[index]
    return FrameTuple(
      anchor: FrameReference(video: chosen.video, frame: chosen.frame, role: .query),
      successor: FrameReference(video: chosen.video, frame: chosen.frame + 1, role: .successor),
      later: FrameReference(video: chosen.video, frame: chosen.later, role: .later),
      other: frameOfAnotherVideo(than: chosen.video, forExample: index, ofEpoch: epoch))
  }

  /// One tuple, as training takes it.
  package func example(_ index: Int, ofEpoch epoch: Int) -> Example {
    tuple(index, ofEpoch: epoch).example
  }
}
