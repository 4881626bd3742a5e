import Basics
import CFFmpeg
import Foundation

/// An operation on a video that failed.
public struct VideoError: ExplainedError {
  /// The reason for the failure.
  public enum Cause: Error, Equatable, Sendable {
    /// FFmpeg reported an error.
    case ffmpeg(FFmpegError)
    /// The file has no bytes.
    case empty
    /// FFmpeg reads the file as something else: a picture, a text, or a list of other files.
    case notAVideo(format: String)
    /// The file holds sound or other data, but no moving pictures.
    case noVideoStream(format: String)
    /// The file holds sound, and one picture for all of it.
    case coverOfSound(format: String)
    /// The pictures have more pixels than `VideoDecoder` accepts.
    case tooLarge(width: Int, height: Int)
    /// The file was written to while it was read.
    case changedMeanwhile
  }

  /// The operation as a phrase: `opening`, `decoding`, `writing`.
  public var action: String
  /// The file.
  public var path: String
  /// The reason for the failure.
  public var cause: Cause

  /// The file or the machine is at fault, never the request.
  public var blame: Blame { .execution }

  /// A message such as `opening v_Archery_g01_c02.avi: Invalid data found when processing input
  /// (AVERROR_INVALIDDATA)`.
  public var description: String { "\(action) \(path): \(reason)" }

  /// Whether FFmpeg could not get memory or a thread.
  var isLackOfMemory: Bool {
    if case .ffmpeg(let error) = cause { [-ENOMEM, -EAGAIN].contains(error.code) } else { false }
  }

  /// The cause in words, without the file.
  public var reason: String {
    switch cause {
    case .ffmpeg(let error): error.description
    case .empty: "the file is empty"
    case .notAVideo(let format): "not a video (FFmpeg reads it as \(format))"
    case .noVideoStream(let format): "no video stream (FFmpeg reads it as \(format))"
    case .coverOfSound(let format):
      "sound with one picture, no moving pictures (FFmpeg reads it as \(format))"
    case .tooLarge(let width, let height):
      "pictures of \(width)×\(height) pixels; up to \(VideoDecoder.mostPixels) are decoded"
    case .changedMeanwhile: "it changed while it was read; prepare again"
    }
  }
}

/// A failed call of FFmpeg: the error code, its message, and the first line that FFmpeg logged.
public struct FFmpegError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The negative number that the call returned.
  public var code: Int32
  /// The first line that FFmpeg logged as an error during the call; empty if it logged none.
  public var remark: String

  /// Takes an error code and the calling thread's log, and clears that log.
  ///
  /// - Parameter code: the number that the call returned.
  init(code: Int32) {
    self.code = code
    remark = Self.takeRemark()
  }

  /// A message such as `Invalid data found when processing input (AVERROR_INVALIDDATA); mov: moov
  /// atom not found`.
  public var description: String {
    var words = [CChar](repeating: 0, count: 128)
    av_strerror(code, &words, words.count)
    let text = words.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    let name = cffmpeg_error_name(code).map { " (\(String(cString: $0)))" } ?? " (\(code))"
    return text + name + (remark.isEmpty ? "" : "; \(remark)")
  }

  /// Returns the first line of the calling thread's log, and clears the log.
  static func takeRemark() -> String {
    defer { cffmpeg_clear_log() }
    let log = String(cString: cffmpeg_log())
    let line = log.split(whereSeparator: \.isNewline).first ?? ""
    return String(line).trimmingCharacters(in: CharacterSet(charactersIn: " ."))
  }
}

/// Throws an error if a function of FFmpeg returned one.
///
/// - Parameter answer: the number that the function returned.
/// - Returns: the same number, at least 0.
/// - Throws: ``FFmpegError``.
@discardableResult
func check(_ answer: Int32) throws -> Int32 {
  guard answer >= 0 else { throw FFmpegError(code: answer) }
  return answer
}

/// Throws an error if an allocation returned a null pointer.
///
/// - Parameter pointer: the pointer that the function returned.
/// - Returns: the same pointer.
/// - Throws: ``FFmpegError``.
func check<Pointee>(_ pointer: UnsafeMutablePointer<Pointee>?) throws -> UnsafeMutablePointer<
  Pointee
> {
  guard let pointer else { throw FFmpegError(code: cffmpeg_no_memory()) }
  return pointer
}
