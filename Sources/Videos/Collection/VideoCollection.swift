import Basics
import Foundation

/// The files below a folder.
///
/// Each may turn out to be a video or not.
public struct VideoCollection: Sendable {
  /// The absolute path of the folder, with links resolved.
  public let folder: String
  /// The files, sorted by the bytes of their names.
  ///
  /// There is at least one.
  public let files: [VideoFile]
  /// The names of files that are in the folder but not in ``files``.
  public let leftOut: Set<String>

  /// Finds every file below a folder.
  ///
  /// Links are followed, except those that lead back to a folder above them. Hidden files are
  /// ignored, and so is everything that is not a regular file, such as a named pipe.
  ///
  /// - Parameter folder: the path of the folder.
  /// - Returns: the collection.
  /// - Throws: ``CollectionError`` if the path does not exist, is not a folder, cannot be listed,
  ///   holds no file.
  /// - Complexity: O(n log n) for n files.
  public static func scan(_ folder: String) throws -> VideoCollection {
    guard let resolved = realpath(folder, nil) else { throw CollectionError.missing(path: folder) }
    defer { free(resolved) }
    let path = String(cString: resolved)
    var found: [FoundFile] = []
    try list(path, name: "", above: [], into: &found)
    guard !found.isEmpty else { throw CollectionError.empty(path: folder) }
    return VideoCollection(folder: path, found: FoundFile.distinct(found), leftOut: [])
  }

  /// Returns a collection of the same folder with fewer files.
  ///
  /// Frame folders are assigned as if the other files did not exist.
  ///
  /// - Parameter isKept: whether a file is kept. It must keep at least one.
  /// - Returns: the smaller collection.
  public func keeping(_ isKept: (VideoFile) -> Bool) -> VideoCollection {
    let kept = files.filter(isKept)
    return VideoCollection(
      folder: folder,
      found: kept.map { FoundFile(path: $0.path, name: $0.name, problem: $0.problem) },
      leftOut: leftOut.union(files.map(\.name)).subtracting(kept.map(\.name)))
  }

  private init(folder: String, found: [FoundFile], leftOut: Set<String>) {
    self.folder = folder
    self.leftOut = leftOut
    files = zip(found, FrameFolders.assign(found.map(\.name))).map { file, frameFolder in
      VideoFile(
        path: file.path, name: file.name, frameFolder: frameFolder, problem: file.problem)
    }
  }

  /// The numbers by which the file system knows a folder, whatever path leads to it.
  private struct Identity: Hashable {
    var device: UInt
    var node: UInt
  }

  /// Appends the files in a folder and below it.
  ///
  /// - Parameters:
  ///   - path: the path of the folder.
  ///   - name: its path relative to the collection, with a slash at the end; empty for the top.
  ///   - above: the folders that lead to it.
  ///   - files: the list to append to.
  /// - Throws: ``CollectionError`` if the folder cannot be listed.
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
      // A link to a missing file is ignored.
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

  /// Lists the names in a folder as bytes, since they need not be UTF-8.
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

/// One file of a collection.
///
/// It may turn out to be a video or not.
public struct VideoFile: Equatable, Sendable {
  /// The path to open the file with.
  public var path: String
  /// The path relative to the collection, such as `Archery/v_Archery_g01_c02.avi`.
  ///
  /// Every table names the video like this.
  public var name: String
  /// The folder of its frames, relative to the frame store.
  ///
  /// It is the name without its extension, unless that would clash with the frames of another file.
  public var frameFolder: String
  /// Why the file cannot be opened; nil if it can.
  var problem: String?

  /// The first folder of its name; empty for a file directly in the collection's folder.
  public var category: String { Self.category(ofName: name) }

  /// Returns the first folder of a video's name.
  ///
  /// - Parameter name: the name, as in ``name``.
  /// - Returns: the folder; empty if the name has none.
  public static func category(ofName name: String) -> String {
    name.firstIndex(of: "/").map { String(name[..<$0]) } ?? ""
  }
}

/// A folder that cannot be used as a collection of videos.
public enum CollectionError: ExplainedError, Equatable {
  /// Nothing exists at the path.
  case missing(path: String)
  /// The path is not a folder.
  case notAFolder(path: String)
  /// The folder holds no files.
  case empty(path: String)
  /// The folder, or one below it, cannot be listed; with the error number of the system.
  case unreadable(path: String, code: Int32)

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// A message such as `no such folder: VIDEOS`.
  public var description: String {
    switch self {
    case .missing(let path): "no such folder: \(path)"
    case .notAFolder(let path): "\(path) is not a folder; give the folder that holds the videos"
    case .empty(let path): "\(path) holds no files; give the folder that holds the videos"
    case .unreadable(let path, let code): "listing \(path): \(String(cString: strerror(code)))"
    }
  }
}
