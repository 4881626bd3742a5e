import Foundation

/// Writes whole files so that a reader finds either the old one or the new one, even after a crash.
///
/// Temporary file in the same folder, write, fsync, rename, fsync of the folder. Foundation's
/// `.atomic` leaves the last step out and may fall back to writing in place.
package enum DurableFile {
  /// How the name of a temporary file ends.
  package static let suffix = ".tmp"

  /// Writes bytes to a path, replacing what is there.
  ///
  /// - Parameters:
  ///   - bytes: the file's whole content.
  ///   - path: where it goes; the folder must exist.
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

  /// Writes text to a path as UTF-8, replacing what is there.
  package static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Replaces a file by one that `make` writes, durably.
  ///
  /// - Parameters:
  ///   - path: the file to replace; its folder must exist.
  ///   - make: writes the new content to the temporary path that it is given.
  /// - Throws: what `make` throws, or ``SystemCallError``; the temporary file is removed then.
  package static func replace(_ path: String, make: (_ temporary: String) throws -> Void) throws {
    let temporary = path + suffix
    do {
      try make(temporary)
      try synchronise(temporary, naming: path)
      guard rename(temporary, path) == 0 else {
        throw SystemCallError(action: "replacing", path: path)
      }
      try synchronise(folder(of: path), naming: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Has the system put a file or folder on disk.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - name: the path that an error names instead, for temporary files.
  package static func synchronise(_ path: String, naming name: String? = nil) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw SystemCallError(action: "opening", path: name ?? path)
    }
    defer { close(descriptor) }
    // EINVAL: a file system without fsync for folders has nothing to wait for.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw SystemCallError(action: "writing", path: name ?? path)
    }
  }

  private static func folder(of path: String) -> String {
    let folder = Folder.above(path)
    return folder.isEmpty ? "." : folder
  }
}
