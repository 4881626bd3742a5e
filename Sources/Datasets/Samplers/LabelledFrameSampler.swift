import Basics
import Videos

/// Samples labelled frames for supervised training.
///
/// An epoch has every query frame of every video once. The label is the category.
public struct LabelledFrameSampler: Sampler {
  /// The videos to sample from.
  ///
  /// Videos without frames are left out.
  public let videos: [StoredVideo]
  /// The run's seed.
  public let seed: UInt64
  /// The categories' names, sorted.
  ///
  /// A label is a position in this list.
  public let categories: [String]

  private let examples: [Example]

  /// Makes a sampler.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError/tooFewCategories(_:)`` if there are fewer than two categories.
  public init(videos: [StoredVideo], seed: UInt64) throws {
    let videos = videos.filter { !$0.frames.isEmpty }
    categories = Set(videos.map(\.category)).sorted()
    guard categories.count > 1 else { throw SamplingError.tooFewCategories(categories) }
    let numbers = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    examples = videos.enumerated().flatMap { index, video in
      video.frames.map { frame in
        Example(
          frames: [FrameReference(video: index, frame: frame.number, role: .query)],
          label: numbers[video.category] ?? 0)
      }
    }
    self.videos = videos
    self.seed = seed
  }

  /// The number of frames in an epoch.
  public var count: Int { examples.count }

  /// Gives one labelled frame.
  ///
  /// It is the same in every epoch.
  public func example(_ index: Int, ofEpoch epoch: Int) -> Example { examples[index] }
}
