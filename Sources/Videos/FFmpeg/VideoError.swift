import Basics

/// Something about a video that FFmpeg could not do.
public struct VideoError: ExplainedError {
  /// What was being done, as a phrase: `opening`, `decoding`, `writing`.
  public var action: String
  /// The file that it was done to.
  public var path: String
  /// Where in the video, in seconds from its start, if that is known.
  public var seconds: Double?
  /// FFmpeg's answer.
  public var cause: FFmpegError

  /// The file's or the surroundings', never the request's.
  public var blame: Blame { .execution }

  /// Such as `decoding v_Archery_g01_c02.avi at 4.27 s: Invalid data found when processing input
  /// (AVERROR_INVALIDDATA)`.
  public var description: String {
    let place = seconds.map { " at \($0.decimalText(places: 2)) s" } ?? ""
    return "\(action) \(path)\(place): \(cause)"
  }
}
