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
  /// What the scan passed over.
  public let passedOver: PassedOver
  /// Whether the categories lie in folders such as `train` and `test`, which are no categories.
  public let hasPartFolders: Bool

  /// Finds every file below a folder.
  ///
  /// Links are followed, except those that lead back to a folder above them. Everything that is not
  /// a regular file, such as a named pipe, is ignored. ``PassedOver`` says what else is.
  ///
  /// A folder below it that can't be listed is a file with a problem, whose name ends in `/`.
  ///
  /// - Parameters:
  ///   - folder: the path of the folder.
  ///   - usesPartFolders: whether folders such as `train` and `test` above the categories are
  ///     recognised as parts (``PartFolder``). Otherwise they are categories.
  /// - Returns: the collection.
  /// - Throws: ``CollectionError`` if the path does not exist, is not a folder, cannot be listed,
  ///   holds no file.
  /// - Complexity: O(n log n) for n files.
  public static func scan(
    _ folder: String, usesPartFolders: Bool = true
  ) throws -> VideoCollection {
    guard let path = Folder.resolved(folder) else {
      guard errno == ENOENT else {
        throw CollectionError.unreadable(path: folder, code: errno)
      }
      throw CollectionError.missing(path: folder)
    }
    let scan = try FolderScan(of: path)
    guard !scan.files.isEmpty else {
      throw CollectionError.empty(path: folder, scan.passedOver.sentence)
    }
    let found = FoundFile.distinct(scan.files)
    return VideoCollection(
      folder: path, found: found, leftOut: [], passedOver: scan.passedOver,
      hasPartFolders: usesPartFolders && PartFolder.areAboveCategories(of: found.map(\.name)))
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
      leftOut: leftOut.union(files.map(\.name)).subtracting(kept.map(\.name)),
      passedOver: passedOver, hasPartFolders: hasPartFolders)
  }

  private init(
    folder: String, found: [FoundFile], leftOut: Set<String>, passedOver: PassedOver,
    hasPartFolders: Bool
  ) {
    self.folder = folder
    self.leftOut = leftOut
    (self.passedOver, self.hasPartFolders) = (passedOver, hasPartFolders)
    files = zip(found, FrameFolders.assign(found.map(\.name))).map { file, frameFolder in
      VideoFile(
        path: file.path, name: file.name,
        category: hasPartFolders
          ? PartFolder.category(ofName: file.name) : VideoFile.category(ofName: file.name),
        frameFolder: frameFolder, problem: file.problem)
    }
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
  /// The first folder of its name, or the one below a part's folder (``PartFolder``).
  ///
  /// It is empty for a file directly in the collection's folder or a part's folder.
  public var category: String
  /// The folder of its frames, relative to the frame store.
  ///
  /// It is the name without its extension, unless that would clash with the frames of another file.
  public var frameFolder: String
  /// Why the file cannot be opened; nil if it can.
  var problem: String?

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
  /// The folder holds no files, or only what is passed over, which a sentence names.
  case empty(path: String, String?)
  /// The folder, or one below it, cannot be listed; with the error number of the system.
  case unreadable(path: String, code: Int32)

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// A message such as `no such folder: VIDEOS`.
  public var description: String {
    switch self {
    case .missing(let path): "no such folder: \(path)"
    case .notAFolder(let path): "\(path) is not a folder; give the folder that holds the videos"
    case .empty(let path, let passedOver):
      "\(path) holds no files; give the folder that holds the videos"
        + (passedOver.map { " (\($0))" } ?? "")
    case .unreadable(let path, let code): "listing \(path): \(String(cString: strerror(code)))"
    }
  }
}
