import CFFmpeg
import Foundation

/// What FFmpeg answered when a call failed: its code, its words, and what it wrote to its log.
public struct FFmpegError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The negative number that the call returned.
  public var code: Int32
  /// The first line that FFmpeg logged as an error meanwhile, empty if it logged none.
  public var remark: String

  /// Wraps a code together with what the calling thread's log holds, and empties that log.
  init(code: Int32) {
    self.code = code
    remark = Self.takeRemark()
  }

  /// Such as `Invalid data found when processing input (AVERROR_INVALIDDATA); mov: moov atom not
  /// found`.
  public var description: String {
    var words = [CChar](repeating: 0, count: 128)
    av_strerror(code, &words, words.count)
    let text = words.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    let name = cffmpeg_error_name(code).map { " (\(String(cString: $0)))" } ?? " (\(code))"
    return text + name + (remark.isEmpty ? "" : "; \(remark)")
  }

  /// Takes the first line out of the calling thread's log, and empties it.
  static func takeRemark() -> String {
    defer { cffmpeg_clear_log() }
    let log = String(cString: cffmpeg_log())
    let line = log.split(whereSeparator: \.isNewline).first ?? ""
    return String(line).trimmingCharacters(in: CharacterSet(charactersIn: " ."))
  }
}

/// Turns FFmpeg's answer into an error if it is one.
///
/// - Parameter answer: what a function of FFmpeg returned.
/// - Returns: the same number, at least 0.
/// - Throws: ``FFmpegError``.
@discardableResult
func check(_ answer: Int32) throws -> Int32 {
  guard answer >= 0 else { throw FFmpegError(code: answer) }
  return answer
}

/// Turns the null pointer of an allocation that failed into an error.
///
/// - Throws: ``FFmpegError``.
func check<Pointee>(_ pointer: UnsafeMutablePointer<Pointee>?) throws -> UnsafeMutablePointer<
  Pointee
> {
  guard let pointer else { throw FFmpegError(code: cffmpeg_no_memory()) }
  return pointer
}
