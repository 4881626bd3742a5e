import Basics
import Foundation

/// Finds the files below a folder, and what is no video of the user's.
struct FolderScan {
  /// The files, in the order in which the system lists them.
  private(set) var files: [FoundFile] = []
  /// What was passed over.
  private(set) var passedOver = PassedOver()

  /// Searches a folder.
  ///
  /// A folder below it that can't be listed becomes a file with a problem, whose name ends in `/`.
  ///
  /// - Parameter path: the folder's absolute path, with links resolved.
  /// - Throws: ``CollectionError`` if the folder itself is none or can't be listed.
  init(of path: String) throws {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw CollectionError.unreadable(path: path, code: errno)
    }
    guard information.st_mode & S_IFMT == S_IFDIR else {
      throw CollectionError.notAFolder(path: path)
    }
    do {
      try list(path, name: "", above: [])
    } catch let error as SystemCallError {
      throw CollectionError.unreadable(path: path, code: error.code)
    }
  }

  /// The numbers by which the file system knows a folder, whatever path leads to it.
  private struct Identity: Hashable {
    var device: UInt
    var node: UInt
  }

  /// Adds the files in a folder and below it.
  ///
  /// - Parameters:
  ///   - path: the path of the folder.
  ///   - name: its path relative to the collection, with a slash at the end; empty for the top.
  ///   - above: the folders that lead to it.
  /// - Throws: `SystemCallError` if the folder can't be listed.
  private mutating func list(_ path: String, name: String, above: Set<Identity>) throws {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw SystemCallError(action: "listing", path: path)
    }
    let identity = Identity(device: UInt(information.st_dev), node: UInt(information.st_ino))
    guard !above.contains(identity) else { return }
    var found: [String] = []
    for bytes in try Self.entries(of: path) where bytes != [dot] && bytes != [dot, dot] {
      guard let entry = String(validating: bytes, as: UTF8.self) else {
        files.append(FoundFile(in: path, named: bytes, below: name))
        continue
      }
      let isHidden = bytes.first == dot
      guard stat(path + "/" + entry, &information) == 0 else {
        // A link that leads nowhere is ignored.
        if errno != ENOENT, errno != ELOOP, !isHidden {
          files.append(
            FoundFile(path: path + "/" + entry, name: name + entry, problem: Self.reason(errno)))
        }
        continue
      }
      switch information.st_mode & S_IFMT {
      case S_IFREG where isHidden: passedOver.hiddenFiles += 1
      case S_IFREG: found.append(entry)
      case S_IFDIR where SystemFolder.isPassedOver(entry): passedOver.folders.append(name + entry)
      case S_IFDIR:
        let below = (path: path + "/" + entry, name: name + entry + "/")
        do {
          try list(below.path, name: below.name, above: above.union([identity]))
        } catch let error as SystemCallError {
          files.append(
            FoundFile(
              path: below.path, name: below.name,
              problem: "the folder can't be listed: \(Self.reason(error.code))"))
        }
      default: continue
      }
    }
    let previews = CameraPreview.among(found)
    passedOver.previews += previews.map { name + $0 }
    files += found.filter { !previews.contains($0) }.map {
      FoundFile(path: path + "/" + $0, name: name + $0)
    }
  }

  /// Lists the names in a folder as bytes, since they need not be UTF-8.
  ///
  /// - Throws: `SystemCallError`, also if the disk fails in the middle of the list.
  private static func entries(of path: String) throws -> [[UInt8]] {
    guard let folder = opendir(path) else { throw SystemCallError(action: "listing", path: path) }
    defer { closedir(folder) }
    var entries: [[UInt8]] = []
    errno = 0
    while let entry = readdir(folder) {
      entries.append(withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
      errno = 0
    }
    guard errno == 0 else { throw SystemCallError(action: "listing", path: path) }
    return entries
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

  private var dot: UInt8 { UInt8(ascii: ".") }
}
