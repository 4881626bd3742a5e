import Basics
import Foundation

/// A folder that can't be used as a collection of videos.
public enum CollectionError: ExplainedError, Equatable {
  /// There is nothing at the path.
  case missing(path: String)
  /// There is something else than a folder.
  case notAFolder(path: String)
  /// The folder holds no files.
  case empty(path: String)
  /// The folder, or one in it, can't be listed.
  case unreadable(path: String, code: Int32)

  /// The request's.
  public var blame: Blame { .usage }

  /// Such as `no such folder: VIDEOS`.
  public var description: String {
    switch self {
    case .missing(let path): "no such folder: \(path)"
    case .notAFolder(let path): "\(path) is not a folder; give the folder that holds the videos"
    case .empty(let path): "\(path) holds no files; give the folder that holds the videos"
    case .unreadable(let path, let code): "listing \(path): \(String(cString: strerror(code)))"
    }
  }
}
