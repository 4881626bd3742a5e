import Basics
import Datasets

/// Draws the pairs that the authors' released code draws for UCF101's contrastive objective, by the
/// facts of its input layer (gramuah/unsupervised, src/UCF101/ls_loss/prototxt; RESEARCH.md, A.5).
///
/// Windows of three videos in the list's order; from each a pair for every frame but one, and of all
/// those the first 120. The anchor goes on by ten frames from a random one; past the end it stays at
/// the last frame but two from then on, unless a new random start, added to the way gone so far,
/// happens to lie before it.
struct ReleasedSampler: PairSource {
  /// Where the negative of every fifth pair comes from.
  enum Negatives {
    /// As committed: a later frame of the same video.
    case ownVideo
    /// As in the branch that is commented out: the window's position taken as the list's.
    case firstThree
  }

  static let batch = 120
  private static let window = 3

  let videos: [StoredVideo]
  private let frames: Int
  private let negatives: Negatives

  /// - Parameters:
  ///   - count: how many videos there are, a multiple of three.
  ///   - frames: frames a video, from 51.
  init(videos count: Int, frames: Int, negatives: Negatives) {
    videos = (0..<count).map { PairSamplerTests.video("\($0).avi", frames: (frames + 9) / 10) }
    self.frames = frames
    self.negatives = negatives
  }

  /// An epoch is a pass over the list.
  func pairs(ofEpoch epoch: Int) -> [Pair] {
    var generator = SeededGenerator(seed: 1701, path: UInt64(epoch))
    return stride(from: 0, to: videos.count, by: Self.window).flatMap { first in
      (first..<first + Self.window).flatMap { pairs(of: $0, &generator) }.prefix(Self.batch)
    }
  }

  private func pairs(of video: Int, _ generator: inout SeededGenerator) -> [Pair] {
    var start = generator.integer(below: frames + 1)
    var hasPassedTheEnd = false
    return (0..<frames - 1).map { number in
      if hasPassedTheEnd { start = generator.integer(below: frames + 1) }
      let unbounded = start + 1 + 10 * number
      hasPassedTheEnd = hasPassedTheEnd || unbounded > frames - 2
      let anchor = FrameReference(
        video: video, frame: min(unbounded, frames - 2), role: .query)
      let isPositive = number % 5 != 0
      let partner =
        isPositive
        ? FrameReference(video: video, frame: min(unbounded + 1, frames - 1), role: .successor)
        : negative(of: video, from: unbounded, &generator)
      return Pair(anchor: anchor, partner: partner, isPositive: isPositive)
    }
  }

  private func negative(
    of video: Int, from unbounded: Int, _ generator: inout SeededGenerator
  ) -> FrameReference {
    switch negatives {
    case .ownVideo:
      let ahead = frames < 100 ? 7 : 17
      return FrameReference(video: video, frame: min(unbounded + ahead, frames), role: .query)
    case .firstThree:
      var other = video
      while other == video { other = generator.integer(below: Self.window) }
      return FrameReference(
        video: other, frame: 1 + generator.integer(below: frames), role: .query)
    }
  }
}
