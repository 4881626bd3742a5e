import Basics
import Videos

/// The labelled frames of an epoch, for supervised training: every query of every video once.
package struct LabelledFrameSampler: Sampler {
  /// The videos that are sampled from.
  package let videos: [StoredVideo]
  /// The run's seed.
  package let seed: UInt64
  /// The categories' names; a label is a position among them.
  package let categories: [String]

  private let examples: [Example]

  /// Prepares the sampling.
  ///
  /// - Parameters:
  ///   - videos: the videos to sample from.
  ///   - seed: the run's seed.
  /// - Throws: ``SamplingError/tooFewCategories(_:)``.
  package init(videos: [StoredVideo], seed: UInt64) throws {
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

  /// Frames in an epoch.
  package var count: Int { examples.count }

  /// One labelled frame; the same in every epoch.
  package func example(_ index: Int, ofEpoch epoch: Int) -> Example { examples[index] }
}
