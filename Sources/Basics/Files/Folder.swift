import Foundation

/// What the project does with folders.
package enum Folder {
  /// The folder that a path lies in: `a` for `a/b` and `a/b/`, `/` for `/a`, and nothing for `a`.
  ///
  /// Foundation's `deletingLastPathComponent` ends the program where the path is one letter.
  package static func above(_ path: String) -> String {
    let bytes = path.utf8
    let slash = UInt8(ascii: "/")
    guard let last = bytes.lastIndex(where: { $0 != slash }) else { return path.isEmpty ? "" : "/" }
    guard let start = bytes[..<last].lastIndex(of: slash) else { return "" }
    guard let end = bytes[..<start].lastIndex(where: { $0 != slash }) else { return "/" }
    return String(Substring(bytes[...end]))
  }

  /// A path if there is something, else the nearest folder above it that is there.
  package static func nearest(_ path: String) -> String {
    var path = path
    while !path.isEmpty, path != "/", access(path, F_OK) != 0 { path = above(path) }
    return path.isEmpty ? "." : path
  }

  /// Creates a folder and those above it; one that exists is left as it is.
  ///
  /// - Throws: ``SystemCallError``.
  package static func create(_ path: String) throws {
    if mkdir(path, 0o755) == 0 || (errno == EEXIST && isFolder(path)) { return }
    let code = errno
    let parent = above(path)
    guard code == ENOENT, !parent.isEmpty, parent != path else {
      throw SystemCallError(action: "creating the folder", path: path, code: code)
    }
    try create(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw SystemCallError(action: "creating the folder", path: path)
    }
  }

  /// Tells whether a path is a folder, or a link to one.
  package static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Tells whether a path is a regular file, or a link to one.
  package static func isFile(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }

  /// Removes a file or folder with all that is in it; one that is not there is fine.
  package static func remove(_ path: String) throws {
    // Where nothing can be written, Foundation says so even of what is not there.
    var information = stat()
    if lstat(path, &information) != 0, errno == ENOENT { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch CocoaError.fileNoSuchFile {
      return
    } catch {
      throw SystemCallError(action: "removing", path: path)
    }
  }
}
