import Basics
import Foundation

/// A file to which a sink appends, so that each delivery is in it once.
///
/// The sink's state has the file's length after the last delivery. What lies behind that is of a delivery that was not
/// noted before the program ended, and is cut off.
struct AppendedFile {
  private let path: String
  private let key: String

  /// Names a file.
  ///
  /// - Parameters:
  ///   - path: its path; its folder must exist.
  ///   - key: the name of its length in the sink's state.
  init(_ path: String, key: String) { (self.path, self.key) = (path, key) }

  /// Whether nothing was delivered to the file.
  func isEmpty(_ state: SinkState) -> Bool { state[key, default: 0] == 0 }

  /// Appends bytes, durably, and notes the new length.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - state: the sink's state.
  /// - Throws: `SystemCallError`; the file then has what it had before, or the next delivery cuts it off.
  func append(_ bytes: [UInt8], state: SinkState) throws {
    let length = state[key, default: 0]
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    defer { close(descriptor) }
    guard ftruncate(descriptor, off_t(length)) == 0,
      lseek(descriptor, off_t(length), SEEK_SET) >= 0
    else { throw SystemCallError(action: "shortening", path: path) }
    guard writeWhole(bytes, to: descriptor), fsync(descriptor) == 0 else {
      throw SystemCallError(action: "writing", path: path, need: bytes.count)
    }
    state[key, default: 0] = length + bytes.count
  }
}
