import Basics
import Videos

/// Samples pairs of two frames of one video, for InfoNCE and VICReg.
///
/// An epoch has every anchor once.
///
/// Every query frame is an anchor. Its partner is another query frame of the same video, near in
/// time. There are no negative pairs; InfoNCE finds negatives among the other frames of the batch.
/// The label of an example is the number of its video.
public struct PositivePairSampler: Sampler {
  /// The videos to sample from.
  ///
  /// Videos without frames are left out.
  public let videos: [StoredVideo]
  /// The run's seed.
  public let seed: UInt64
  /// The greatest distance of the two frames, in frames; 0 means any distance.
  public let distance: Int

  private let anchors: [(video: Int, place: Int)]

  /// Makes a sampler.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - distance: the greatest distance of the two frames, in frames; 0 means any distance.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError/noOtherVideo(videos:)`` if there are fewer than two videos with
  ///   frames.
  public init(videos: [StoredVideo], distance: Int = 0, seed: UInt64) throws {
    let videos = videos.filter { !$0.frames.isEmpty }
    guard videos.count > 1 else { throw SamplingError.noOtherVideo(videos: videos.map(\.name)) }
    (self.videos, self.seed, self.distance) = (videos, seed, distance)
    anchors = videos.enumerated().flatMap { video, stored in
      stored.frames.indices.map { (video, $0) }
    }
  }

  /// The number of pairs in an epoch.
  public var count: Int { anchors.count }

  /// Gives one pair of an epoch.
  ///
  /// Every query frame within the distance is equally likely as the partner.
  ///
  /// If there is no other query frame within the distance, the partner is the successor. If there
  /// is no successor either, the partner is the anchor itself, and views make the two frames
  /// differ.
  ///
  /// - Complexity: O(log query frames of the video).
  public func example(_ index: Int, ofEpoch epoch: Int) -> Example {
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

  /// Finds the places of all query frames within the distance, including the frame itself.
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
  /// Lists two pairs for every example: the positive pair, and the anchor with the next example's
  /// partner.
  ///
  /// The second pair stands for the negatives that InfoNCE finds in the batch. It is left out if
  /// both examples are of one video.
  ///
  /// - Complexity: O(count log frames).
  public func pairs(ofEpoch epoch: Int) -> [Pair] {
    let examples = order(ofEpoch: epoch).map { example($0, ofEpoch: epoch) }
    return examples.enumerated().flatMap { place, example in
      let next = examples[(place + 1) % examples.count]
      let own = Pair(anchor: example.frames[0], partner: example.frames[1], isPositive: true)
      guard next.label != example.label else { return [own] }
      return [own, Pair(anchor: example.frames[0], partner: next.frames[1], isPositive: false)]
    }
  }
}
