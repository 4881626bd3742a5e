import Foundation

/// Standard error, which may be gone: a terminal that was closed must not end a training.
package enum StandardError {
  /// Writes text; what can't be written is lost.
  ///
  /// Foundation's `FileHandle.write` ends the program where a write fails.
  package static func write(_ text: String) {
    _ = writeWhole(Array(text.utf8), to: STDERR_FILENO)
  }
}
