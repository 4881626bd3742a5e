import Foundation

/// A file that says that this process works in a folder; it is let go with the process, however that
/// ends.
package final class FileLock {
  private let descriptor: Int32

  /// Takes a lock.
  ///
  /// - Parameter path: the file, which is created and stays.
  /// - Returns: nil where another process has it: ask ``holder(of:)`` which.
  /// - Throws: ``SystemCallError`` where the file can't be opened.
  package init?(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    let number = Array("\(getpid())\n".utf8)
    // Only who waits reads the number; a full disk must not keep anyone from working.
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, number, number.count, 0)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The number of the process that has, or had, a lock; nil where the file does not say.
  package static func holder(of path: String) -> Int? {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
