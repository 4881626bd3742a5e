import Foundation

/// Writes whole files durably: a reader finds the old file or the new one, even after a crash.
///
/// The steps: write a temporary file in the same folder, fsync it, rename it, fsync the folder.
/// Foundation's `.atomic` leaves out the last step, and it may fall back to writing in place.
package enum DurableFile {
  /// The end of the name of a temporary file.
  package static let suffix = ".tmp"

  /// Writes bytes to a path and replaces what is there.
  ///
  /// - Parameters:
  ///   - bytes: the file's whole content.
  ///   - path: the file's path; the folder must exist.
  /// - Throws: ``SystemCallError``; the path then holds what it held before.
  package static func write(_ bytes: some ContiguousBytes, to path: String) throws {
    try replace(path) { temporary in
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw SystemCallError(action: "creating", path: path) }
      defer { close(descriptor) }
      guard writeWhole(bytes, to: descriptor) else {
        throw SystemCallError(
          action: "writing", path: path, need: bytes.withUnsafeBytes(\.count))
      }
    }
  }

  /// Writes text to a path as UTF-8 and replaces what is there.
  package static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Replaces a file durably by one that `make` writes.
  ///
  /// - Parameters:
  ///   - path: the file to replace; its folder must exist.
  ///   - make: writes the new content to the temporary path that it gets.
  /// - Throws: the error of `make`, or ``SystemCallError``; the temporary file is then removed.
  package static func replace(_ path: String, make: (_ temporary: String) throws -> Void) throws {
    let temporary = path + suffix
    do {
      try make(temporary)
      try synchronise(temporary, naming: path)
      guard rename(temporary, path) == 0 else {
        throw SystemCallError(action: "replacing", path: path)
      }
      let folder = Folder.above(path)
      try synchronise(folder.isEmpty ? "." : folder, naming: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Waits until the system has put a file or folder on the disk.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - name: the path to name in an error instead, for temporary files.
  /// - Throws: ``SystemCallError``.
  package static func synchronise(_ path: String, naming name: String? = nil) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw SystemCallError(action: "opening", path: name ?? path)
    }
    defer { close(descriptor) }
    // A file system without fsync for folders answers EINVAL; then there is nothing to wait for.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw SystemCallError(action: "writing", path: name ?? path)
    }
  }
}

/// Writes all bytes to a descriptor, with as many system calls as needed.
///
/// - Parameters:
///   - bytes: the bytes to write.
///   - descriptor: an open file, pipe or terminal.
/// - Returns: whether all bytes were written; if not, `errno` holds the reason.
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
