import Basics

/// Something about a video that could not be done.
public struct VideoError: ExplainedError {
  /// Why.
  public enum Cause: Error, Equatable, Sendable {
    /// FFmpeg failed.
    case ffmpeg(FFmpegError)
    /// The file holds nothing at all.
    case empty
    /// FFmpeg reads the file, as something else: a picture, a text, a list of other files.
    case notAVideo(format: String)
    /// There is sound or something else in the file, but no moving picture.
    case noVideoStream(format: String)
    /// Its pictures are larger than are decoded, in pixels.
    case tooLarge(width: Int, height: Int)
    /// It was written to while it was read.
    case changedMeanwhile
  }

  /// What was being done, as a phrase: `opening`, `decoding`, `writing`.
  public var action: String
  /// The file that it was done to.
  public var path: String
  /// Why it could not be done.
  public var cause: Cause

  /// The file's or the surroundings', never the request's.
  public var blame: Blame { .execution }

  /// Such as `opening v_Archery_g01_c02.avi: Invalid data found when processing input
  /// (AVERROR_INVALIDDATA)`.
  public var description: String { "\(action) \(path): \(reason)" }

  /// The cause in words, without the file.
  public var reason: String {
    switch cause {
    case .ffmpeg(let error): error.description
    case .empty: "the file is empty"
    case .notAVideo(let format): "not a video (FFmpeg reads it as \(format))"
    case .noVideoStream(let format): "no video stream (FFmpeg reads it as \(format))"
    case .tooLarge(let width, let height):
      "pictures of \(width)×\(height) pixels; up to \(VideoDecoder.mostPixels) are decoded"
    case .changedMeanwhile: "it changed while it was read; prepare again"
    }
  }
}
