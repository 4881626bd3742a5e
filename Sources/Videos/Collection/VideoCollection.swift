import Foundation

/// The files below a folder, any of which may be a video.
public struct VideoCollection: Sendable {
  /// The folder's absolute path, links resolved.
  public let folder: String
  /// The files, sorted by the bytes of their names; at least one.
  public let files: [VideoFile]
  /// The names of files that are in the folder and were left out of ``files``.
  public let leftOut: Set<String>

  /// Finds every file below a folder.
  ///
  /// Links are followed, but for those that lead back to a folder above them. Hidden files and
  /// whatever is not a regular file, such as a FIFO, are passed over.
  ///
  /// - Parameter folder: the folder.
  /// - Throws: ``CollectionError`` if it is not there, is not a folder, can't be listed or holds no
  ///   file.
  public static func scan(_ folder: String) throws -> VideoCollection {
    guard let resolved = realpath(folder, nil) else { throw CollectionError.missing(path: folder) }
    defer { free(resolved) }
    let path = String(cString: resolved)
    var found: [FoundFile] = []
    try list(path, name: "", above: [], into: &found)
    guard !found.isEmpty else { throw CollectionError.empty(path: folder) }
    return VideoCollection(folder: path, found: FoundFile.distinct(found), leftOut: [])
  }

  /// The same folder with fewer files; frame folders are as if the others were not there.
  ///
  /// - Parameter isKept: whether a file is kept, at least one.
  public func keeping(_ isKept: (VideoFile) -> Bool) -> VideoCollection {
    let kept = files.filter(isKept)
    return VideoCollection(
      folder: folder,
      found: kept.map { FoundFile(path: $0.path, name: $0.name, trouble: $0.trouble) },
      leftOut: leftOut.union(files.map(\.name)).subtracting(kept.map(\.name)))
  }

  private init(folder: String, found: [FoundFile], leftOut: Set<String>) {
    self.folder = folder
    self.leftOut = leftOut
    files = zip(found, FrameFolders.assign(found.map(\.name))).map { file, frameFolder in
      VideoFile(
        path: file.path, name: file.name, frameFolder: frameFolder, trouble: file.trouble)
    }
  }

  /// What tells one folder from another, whatever path leads there.
  private struct Identity: Hashable {
    var device: UInt
    var node: UInt
  }

  /// Appends the files in a folder and below it.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - name: its path relative to the collection's, with a slash at the end, or empty.
  ///   - above: the folders that lead there.
  private static func list(
    _ path: String, name: String, above: Set<Identity>, into files: inout [FoundFile]
  ) throws {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw CollectionError.unreadable(path: path, code: errno)
    }
    guard information.st_mode & S_IFMT == S_IFDIR else {
      throw CollectionError.notAFolder(path: path)
    }
    let identity = Identity(device: UInt(information.st_dev), node: UInt(information.st_ino))
    guard !above.contains(identity) else { return }
    for bytes in try entries(of: path) where bytes.first != UInt8(ascii: ".") {
      guard let entry = String(validating: bytes, as: UTF8.self) else {
        files.append(FoundFile(in: path, named: bytes, below: name))
        continue
      }
      // A link that leads nowhere is no file.
      guard stat(path + "/" + entry, &information) == 0 else { continue }
      switch information.st_mode & S_IFMT {
      case S_IFREG:
        files.append(FoundFile(path: path + "/" + entry, name: name + entry))
      case S_IFDIR:
        try list(
          path + "/" + entry, name: name + entry + "/", above: above.union([identity]),
          into: &files)
      default:
        continue
      }
    }
  }

  private static func entries(of path: String) throws -> [[UInt8]] {
    guard let folder = opendir(path) else {
      throw CollectionError.unreadable(path: path, code: errno)
    }
    defer { closedir(folder) }
    var entries: [[UInt8]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      entries.append(name)
    }
    return entries
  }
}
