import Foundation

/// Standard error, which may be gone: a terminal that was closed must not end a training.
public enum StandardError {
  /// Writes text; what can't be written is lost.
  ///
  /// Foundation's `FileHandle.write` ends the program where a write fails.
  public static func write(_ text: String) {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.write(
          STDERR_FILENO, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      }
      guard written > 0 || errno == EINTR else { return }
      offset += max(written, 0)
    }
  }
}
