import Basics

/// Something that says what a network is shown: a pure function of (seed, epoch, index), so that
/// training can go on from any step.
package protocol Sampler: Sendable {
  /// The videos that the examples' frames refer to.
  var videos: [StoredVideo] { get }
  /// The run's seed.
  var seed: UInt64 { get }
  /// Examples in an epoch.
  var count: Int { get }

  /// One example of an epoch.
  ///
  /// - Parameters:
  ///   - index: its number, from 0 to below ``count``; not its place in the order.
  ///   - epoch: the epoch, from 0.
  /// - Complexity: O(1).
  func example(_ index: Int, ofEpoch epoch: Int) -> Example
}

extension Sampler {
  /// The order of an epoch: every example once, shuffled over all videos.
  ///
  /// - Complexity: O(count).
  package func order(ofEpoch epoch: Int) -> [Int] {
    var generator = SeededGenerator(seed: seed, path: SamplingStream.order, UInt64(epoch))
    return generator.permutation(of: count)
  }

  /// A random query of a random other video, every other video alike.
  ///
  /// - Parameters:
  ///   - video: the video that it must not come from.
  ///   - index: the example that it is drawn for.
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

/// Sets samplers' draws apart from everything else that a run's seed decides.
enum SamplingStream {
  static let order: UInt64 = 2
  static let negatives: UInt64 = 3
  static let partners: UInt64 = 9
  static let views: UInt64 = 10
}
