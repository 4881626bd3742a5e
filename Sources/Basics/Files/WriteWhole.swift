import Foundation

/// Writes all bytes to a descriptor, however many calls that takes.
///
/// - Parameters:
///   - bytes: what to write.
///   - descriptor: an open file, pipe or terminal.
/// - Returns: whether all were written; where not, `errno` says why.
package func writeWhole(_ bytes: some ContiguousBytes, to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var offset = 0
    while offset < buffer.count {
      let written = write(
        descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      guard written > 0 || (written < 0 && errno == EINTR) else { return false }
      offset += max(written, 0)
    }
    return true
  }
}
