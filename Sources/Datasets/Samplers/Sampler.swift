import Basics

/// Decides which examples a network sees.
///
/// A sampler is a pure function of (seed, epoch, index), so training can continue from any step.
public protocol Sampler: Sendable {
  /// The videos that the examples' frames refer to.
  var videos: [StoredVideo] { get }
  /// The run's seed.
  var seed: UInt64 { get }
  /// The number of examples in an epoch.
  var count: Int { get }

  /// Gives one example of an epoch.
  ///
  /// - Parameters:
  ///   - index: the example's number, from 0 to below ``count``. It is not the place in the order.
  ///   - epoch: the epoch, from 0.
  func example(_ index: Int, ofEpoch epoch: Int) -> Example
}

extension Sampler {
  /// Draws the order of an epoch: every example once, shuffled over all videos.
  ///
  /// - Complexity: O(count).
  public func order(ofEpoch epoch: Int) -> [Int] {
    var generator = SeededGenerator(seed: seed, path: SamplingStream.order, UInt64(epoch))
    return generator.permutation(of: count)
  }

  /// Draws a query frame of another video.
  ///
  /// Every other video is equally likely.
  ///
  /// - Parameters:
  ///   - video: the video that the frame must not come from.
  ///   - index: the example that the frame is drawn for.
  ///   - epoch: the epoch, from 0.
  func frameOfAnotherVideo(
    than video: Int, forExample index: Int, ofEpoch epoch: Int
  ) -> FrameReference {
    var generator = SeededGenerator(
      seed: seed, path: SamplingStream.negatives, UInt64(epoch), UInt64(index))
    let draw = generator.integer(below: videos.count - 1)
    let other = draw < video ? draw : draw + 1
    let frames = videos[other].frames
    let frame = frames[generator.integer(below: frames.count)]
    return FrameReference(video: other, frame: frame.number, role: .query)
  }
}

/// The streams of random numbers.
///
/// They make a sampler's draws independent of all other draws from the run's seed.
enum SamplingStream {
  static let order: UInt64 = 2
  static let negatives: UInt64 = 3
  static let partners: UInt64 = 9
  static let views: UInt64 = 10
}

/// One example of training: the frames that an objective compares, and their label.
public struct Example: Hashable, Sendable {
  /// The frames in the objective's order.
  ///
  /// All examples of a sampler have the same number of frames.
  public let frames: [FrameReference]
  /// The label: 1 for a positive pair, the number of a category or of a video; 0 if there is none.
  public let label: Int

  /// Makes an example.
  public init(frames: [FrameReference], label: Int = 0) {
    self.frames = frames
    self.label = label
  }
}

/// One frame of the frame store.
public struct FrameReference: Hashable, Sendable {
  /// Why a frame was stored.
  public enum Role: Sendable {
    /// It is a query frame: one of every so many frames.
    case query
    /// It follows a query frame.
    case successor
    /// It is the later frame of a query frame's tuple.
    case later
  }

  /// The video's position in the list that was sampled from.
  public let video: Int
  /// The frame's number in its video, from 0.
  public let frame: Int
  /// Why the frame was stored.
  public let role: Role

  /// Makes a reference to a frame.
  public init(video: Int, frame: Int, role: Role) {
    self.video = video
    self.frame = frame
    self.role = role
  }
}

/// An anchor frame and its partner.
public struct Pair: Hashable, Sendable {
  /// The frame that the pair is about.
  public let anchor: FrameReference
  /// Its successor or another near frame, or a frame of another video.
  public let partner: FrameReference
  /// Whether the objective pulls the two frames together.
  public let isPositive: Bool

  /// Makes a pair.
  public init(anchor: FrameReference, partner: FrameReference, isPositive: Bool) {
    self.anchor = anchor
    self.partner = partner
    self.isPositive = isPositive
  }

  /// The pair as an example: anchor and partner, with the label 1 if the pair is positive,
  /// otherwise 0.
  public var example: Example { Example(frames: [anchor, partner], label: isPositive ? 1 : 0) }
}

/// Something that can list the pairs of an epoch in training order, for the sampler audit.
public protocol PairSource {
  /// The videos that the pairs' frames refer to.
  var videos: [StoredVideo] { get }

  /// Lists the pairs of an epoch in order. Consecutive pairs form the batches.
  ///
  /// - Parameter epoch: the epoch, from 0.
  func pairs(ofEpoch epoch: Int) -> [Pair]
}

/// Why a collection gives no examples.
///
/// The user must change the collection or the settings.
public enum SamplingError: ExplainedError {
  /// There is no second video to take negatives from.
  case noOtherVideo(videos: [String])
  /// No video has two successive frames.
  case noPairs
  /// No query frame has both its successor and a later frame in the store.
  case noTuples
  /// There are fewer than two categories.
  case tooFewCategories([String])

  /// The request is at fault, since it names the collection.
  public var blame: Blame { .usage }

  /// Says what is missing.
  public var description: String {
    switch self {
    case .noOtherVideo(let videos):
      "training needs frames of at least two videos, because it compares frames of different "
        + "videos; \(videos.isEmpty ? "there are none" : "there is only \(videos[0])")"
    case .noPairs:
      "no video has two successive frames, so there is nothing to learn from"
    case .noTuples:
      "no stored frame has both its successor and a later frame, which the quadruplet objective "
        + "compares; prepare the videos with --preset paper-lq, or use longer videos"
    case .tooFewCategories(let names):
      "supervised training needs videos of at least two categories, and these have "
        + (names.allSatisfy(\.isEmpty) ? "none" : "only \(names.joined(separator: ", "))")
    }
  }
}
