import Basics

/// A collection that no pairs can be drawn from.
public enum SamplingError: ExplainedError {
  /// There is no second video to take negatives from.
  case noOtherVideo(videos: [String])
  /// No video has two successive frames.
  case noPairs

  /// The collection's, so the request's.
  public var blame: Blame { .usage }

  /// Says what is missing.
  public var description: String {
    switch self {
    case .noOtherVideo(let videos):
      "training needs frames of at least two videos, since every fifth pair is a frame of another "
        + "video; \(videos.isEmpty ? "there are none" : "there is only \(videos[0])")"
    case .noPairs:
      "no video has two successive frames, so there is nothing to learn from"
    }
  }
}
