import Basics

/// A collection that no pairs can be drawn from.
package enum SamplingError: ExplainedError {
  /// There is no second video to take negatives from.
  case noOtherVideo(videos: [String])
  /// No video has two successive frames.
  case noPairs
  /// No query has both its successor and a later frame stored with it.
  case noTuples
  /// There are no categories to tell apart.
  case tooFewCategories([String])

  /// The collection's, so the request's.
  package var blame: Blame { .usage }

  /// Says what is missing.
  package var description: String {
    switch self {
    case .noOtherVideo(let videos):
      "training needs frames of at least two videos, since every fifth pair is a frame of another "
        + "video; \(videos.isEmpty ? "there are none" : "there is only \(videos[0])")"
    case .noPairs:
      "no video has two successive frames, so there is nothing to learn from"
    case .noTuples:
      "no stored frame has both its successor and a later frame, which the quadruplet objective "
        + "compares; prepare the videos with --preset paper-lq, or use longer ones"
    case .tooFewCategories(let names):
      "supervised training needs videos of at least two categories, and these have "
        + (names.allSatisfy(\.isEmpty) ? "none" : "only \(names.joined(separator: ", "))")
    }
  }
}
