import Foundation

/// A folder for files that nobody keeps: it is removed with its content when nothing refers to it.
package final class ScratchFolder {
  /// The folder's path.
  package let path: String

  /// Creates a folder of its own among the system's temporary files.
  ///
  /// - Throws: ``SystemCallError``.
  package init() throws {
    let name = "unreel-\(UUID().uuidString)"
    path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try Folder.create(path)
  }

  deinit {
    // Nothing depends on it, and the system empties the place of temporary files.
    try? Folder.remove(path)
  }
}
