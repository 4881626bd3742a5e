import Basics
import Videos

/// Pairs of two frames of one video, near in time: every query once, with another query of its video.
///
/// Nothing is paired with another video: objectives that compare all frames of a batch find their
/// negatives there. An example's label is its video.
package struct PositivePairSampler: Sampler {
  /// The videos that are sampled from.
  package let videos: [StoredVideo]
  /// The run's seed.
  package let seed: UInt64
  /// How many frames the two may be apart; 0 is any number.
  package let distance: Int

  private let anchors: [(video: Int, place: Int)]

  /// Prepares the sampling.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - distance: how many frames the two may be apart; 0 is any number.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError/noOtherVideo(videos:)``.
  package init(videos: [StoredVideo], distance: Int = 0, seed: UInt64) throws {
    let videos = videos.filter { !$0.frames.isEmpty }
    guard videos.count > 1 else { throw SamplingError.noOtherVideo(videos: videos.map(\.name)) }
    (self.videos, self.seed, self.distance) = (videos, seed, distance)
    anchors = videos.enumerated().flatMap { video, stored in
      stored.frames.indices.map { (video, $0) }
    }
  }

  /// Pairs in an epoch.
  package var count: Int { anchors.count }

  /// One pair of an epoch, every query near enough equally likely as the partner.
  ///
  /// Where there is none, the partner is the successor; without that, the frame itself, which views make
  /// another one.
  ///
  /// - Complexity: O(log of the video's queries).
  package func example(_ index: Int, ofEpoch epoch: Int) -> Example {
    let (video, place) = anchors[index]
    let frames = videos[video].frames
    let frame = frames[place]
    let anchor = FrameReference(video: video, frame: frame.number, role: .query)
    let near = nearPlaces(to: place, in: frames)
    guard near.count > 1 else {
      let partner =
        frame.hasSuccessor
        ? FrameReference(video: video, frame: frame.number + 1, role: .successor) : anchor
      return Example(frames: [anchor, partner], label: video)
    }
    var generator = SeededGenerator(
      seed: seed, path: SamplingStream.partners, UInt64(epoch), UInt64(index))
    let draw = near.lowerBound + generator.integer(below: near.count - 1)
    let partner = frames[draw < place ? draw : draw + 1]
    return Example(
      frames: [anchor, FrameReference(video: video, frame: partner.number, role: .query)],
      label: video)
  }

  /// The places of all queries near enough, the frame's own among them.
  private func nearPlaces(to place: Int, in frames: [StoredFrame]) -> Range<Int> {
    guard distance > 0 else { return frames.indices }
    let number = frames[place].number
    func first(from least: Int) -> Int {
      var (low, high) = (0, frames.count)
      while low < high {
        let middle = (low + high) / 2
        if frames[middle].number < least { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(from: number - distance)..<first(from: number + distance + 1)
  }
}

extension PositivePairSampler: PairSource {
  /// Two pairs an example: its own, and its anchor with the next example's partner, one of the frames
  /// that the batch sets against it.
  ///
  /// - Complexity: O(count log frames).
  package func pairs(ofEpoch epoch: Int) -> [Pair] {
    let examples = order(ofEpoch: epoch).map { example($0, ofEpoch: epoch) }
    return examples.enumerated().flatMap { place, example in
      let next = examples[(place + 1) % examples.count]
      let own = Pair(anchor: example.frames[0], partner: example.frames[1], isPositive: true)
      guard next.label != example.label else { return [own] }
      return [own, Pair(anchor: example.frames[0], partner: next.frames[1], isPositive: false)]
    }
  }
}
