import CFFmpeg

/// A decoded frame, with how it is to be turned and of which video it is.
///
/// Unchecked: a decoder does not write to a frame that it has put out.
struct ShownFrame: @unchecked Sendable {
  let frame: Frame
  let orientation: Orientation
  /// What errors call the video.
  let video: String

  /// Does something to the frame.
  ///
  /// - Throws: ``VideoError`` in the place of an ``FFmpegError``.
  func scaled<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as FFmpegError {
      throw VideoError(action: "scaling a frame of", path: video, cause: .ffmpeg(error))
    }
  }
}
