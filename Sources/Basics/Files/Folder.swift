import Foundation

/// Operations on folders and paths.
package enum Folder {
  /// Returns the folder that a path lies in: `a` for `a/b` and `a/b/`, `/` for `/a`, empty for `a`.
  ///
  /// Foundation's `deletingLastPathComponent` ends the program when the path is one letter.
  package static func above(_ path: String) -> String {
    let bytes = path.utf8
    let slash = UInt8(ascii: "/")
    guard let last = bytes.lastIndex(where: { $0 != slash }) else { return path.isEmpty ? "" : "/" }
    guard let start = bytes[..<last].lastIndex(of: slash) else { return "" }
    guard let end = bytes[..<start].lastIndex(where: { $0 != slash }) else { return "/" }
    return String(Substring(bytes[...end]))
  }

  /// Returns the path itself if it exists, otherwise the nearest folder above it that exists.
  package static func nearest(_ path: String) -> String {
    var path = path
    while !path.isEmpty, path != "/", access(path, F_OK) != 0 { path = above(path) }
    return path.isEmpty ? "." : path
  }

  /// Returns the absolute path without symbolic links; nil if nothing is there.
  package static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Returns the absolute path, with symbolic links followed as far as the path exists.
  package static func absolute(_ path: String) -> String {
    let path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    let existing = nearest(path)
    guard let root = resolved(existing) else { return path }
    let parts = path.dropFirst(existing.count).split(separator: "/")
    return parts.reduce(root) { ($0 == "/" ? "" : $0) + "/" + $1 }
  }

  /// Tells whether a path is a folder or lies in it; both are absolute.
  package static func holds(_ folder: String, _ path: String) -> Bool {
    path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
  }

  /// Returns a path as seen from a folder, if both lie in one folder below the root; else the path as it is.
  ///
  /// What moves together, with the folder that holds both, finds each other afterwards.
  ///
  /// - Parameters:
  ///   - path: an absolute path.
  ///   - folder: an absolute path.
  package static func relative(_ path: String, to folder: String) -> String {
    let (own, other) = (path.split(separator: "/"), folder.split(separator: "/"))
    let shared = zip(own, other).prefix { $0 == $1 }.count
    guard shared > 0 else { return path }
    let up = Array(repeating: "..", count: other.count - shared)
    let parts = up + own[shared...].map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// Creates a folder and the folders above it.
  ///
  /// A folder that exists is left as it is.
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
  package static func isFolder(_ path: String) -> Bool { type(of: path) == S_IFDIR }

  /// Tells whether a path is a regular file, or a link to one.
  package static func isFile(_ path: String) -> Bool { type(of: path) == S_IFREG }

  /// Removes a file, or a folder with its content.
  ///
  /// A path that does not exist is fine.
  ///
  /// - Throws: ``SystemCallError``.
  package static func remove(_ path: String) throws {
    // On a file system that is read-only, Foundation throws even for a path that does not exist.
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

  private static func type(of path: String) -> mode_t? {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mode & S_IFMT : nil
  }
}

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

/// The free space of a file system, and whether it is enough.
package enum FreeSpace {
  /// Compares the space that some work needs with the free space, in a sentence.
  ///
  /// - Parameters:
  ///   - need: the bytes that are needed.
  ///   - path: where they will be written: a path that exists, or one below a folder that exists.
  /// - Returns: for example `about 622 MB at RUN, where 13 kB are free; make room before it is
  ///   needed`. The last part is left out if there is enough space.
  package static func sentence(need: Int, at path: String) -> String {
    comparison(need: need, at: path)
      + (isEnough(need: need, at: path) ? "" : "; make room before it is needed")
  }

  /// Tells whether there is enough free space, as far as it is known.
  ///
  /// - Parameters:
  ///   - need: the bytes that are needed.
  ///   - path: where they will be written, as in ``sentence(need:at:)``.
  package static func isEnough(need: Int, at path: String) -> Bool {
    available(at: path).map { need <= $0 } ?? true
  }

  /// Returns the needed and the free space, such as `about 622 MB at RUN, where 13 kB are free`.
  ///
  /// - Parameters:
  ///   - need: the bytes that are needed.
  ///   - path: where they will be written, as in ``sentence(need:at:)``.
  package static func comparison(need: Int, at path: String) -> String {
    "about \(ByteCount.text(need)) at \(path)"
      + (available(at: path).map { ", where \(ByteCount.text($0)) are free" } ?? "")
  }

  /// Returns the bytes that can still be written to a path's file system; nil if it is unknown.
  private static func available(at path: String) -> Int? {
    var information = statvfs()
    guard statvfs(Folder.nearest(path), &information) == 0 else { return nil }
    return Int(information.f_bavail) * Int(information.f_frsize)
  }
}

/// A lock file, which shows that a process works in a folder.
///
/// The system releases the lock when the process ends, also after a crash.
package final class FileLock {
  private let descriptor: Int32

  /// Takes a lock.
  ///
  /// - Parameter path: the lock file, which is created if needed and never removed.
  /// - Returns: nil if another process holds the lock; ``holder(of:)`` tells which.
  /// - Throws: ``SystemCallError`` if the file cannot be opened.
  package init?(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    let number = Array("\(getpid())\n".utf8)
    // The number only serves messages, so a full disk must not stop the work here.
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, number, number.count, 0)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Returns the process number that a lock file holds; nil if the file holds none.
  package static func holder(of path: String) -> Int? {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
