import Basics
import Datasets

/// The real sampler with an altered epoch.
struct AlteredSampler: PairSource {
  let sampler: PairSampler
  let alter: ([Pair]) -> [Pair]

  var videos: [StoredVideo] { sampler.videos }

  func pairs(ofEpoch epoch: Int) -> [Pair] { alter(sampler.pairs(ofEpoch: epoch)) }
}

extension PairSampler {
  /// Sixty videos of 186 frames, UCF101's average.
  ///
  /// One frame in ten is stored.
  static func sixtyVideos() throws -> PairSampler {
    try PairSampler(
      videos: (0..<60).map { PairSamplerTests.video("\($0).avi", frames: 19) }, seed: 1)
  }

  /// Alters every epoch.
  func altered(_ alter: @escaping ([Pair]) -> [Pair]) -> AlteredSampler {
    AlteredSampler(sampler: self, alter: alter)
  }

  /// Alters every pair.
  func altered(each alter: @escaping (Pair) -> Pair) -> AlteredSampler {
    altered { $0.map(alter) }
  }
}

extension Pair {
  /// A negative pair of the same anchor with another frame.
  func with(negative video: Int, frame: Int) -> Pair {
    Pair(
      anchor: anchor, partner: FrameReference(video: video, frame: frame, role: .query),
      isPositive: false)
  }
}

/// Draws the pairs that the authors' released code draws for the contrastive objective on UCF101.
///
/// Source: its input layer (gramuah/unsupervised, src/UCF101/ls_loss/prototxt; RESEARCH.md, A.5).
///
/// The code takes windows of three videos in the order of the list. It makes a pair for every frame
/// but one of each video, and keeps the first 120 pairs of a window. The anchor starts at a random
/// frame and moves by ten frames. Once it has passed the end, a new random start is drawn for every
/// pair and added to the distance so far. An anchor beyond frame `frames - 2` is moved back to it.
struct ReleasedSampler: PairSource {
  /// The source of the negative in every fifth pair.
  enum Negatives {
    /// The committed code: a later frame of the same video.
    case ownVideo
    /// The branch that is commented out: it takes a position in the window for a position in the
    /// list.
    case firstThree
  }

  static let batch = 120
  private static let window = 3

  let videos: [StoredVideo]
  private let frames: Int
  private let negatives: Negatives

  /// Makes the sampler.
  ///
  /// - Parameters:
  ///   - count: the number of videos, a multiple of three.
  ///   - frames: frames per video, 51 or more.
  ///   - negatives: the source of negatives.
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

/// The kind of a warning, without its numbers.
enum WarningKind {
  case negativeShare, repeatedPairs, batchesOfFewVideos, absentVideos, unevenVideos
  case lopsidedNegatives, negativesOfOwnVideo, identicalSuccessors, unlikeSuccessors
}

extension SamplerAudit {
  var kinds: [WarningKind] {
    warnings.map { warning in
      switch warning {
      case .unusualNegativeShare: .negativeShare
      case .repeatedPairs: .repeatedPairs
      case .batchesOfFewVideos: .batchesOfFewVideos
      case .absentVideos: .absentVideos
      case .unevenVideos: .unevenVideos
      case .lopsidedNegatives: .lopsidedNegatives
      case .negativesOfOwnVideo: .negativesOfOwnVideo
      case .identicalSuccessors: .identicalSuccessors
      case .unlikeSuccessors: .unlikeSuccessors
      }
    }
  }
}
