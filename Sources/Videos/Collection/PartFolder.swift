import Foundation

/// A folder that divides a collection into parts: `train`, `val` or `test`.
///
/// Kinetics, Hugging Face's subset of UCF101 and many others have these folders above their
/// categories: `train/Archery/clip.avi`.
public enum PartFolder: Sendable {
  /// Videos to train on.
  case training
  /// Videos to choose settings by.
  case validation
  /// Videos to evaluate.
  case test

  /// Recognises a folder by its name, in capital or small letters; nil for any other folder.
  ///
  /// - Parameter folder: the name, such as `train`, `videos_val` or `train_256`.
  public init?(_ folder: String) {
    let name = folder.lowercased()
      .trimmingPrefix("videos_").replacing(/_(videos|\d+)$/, with: "")
    switch name {
    case "train", "training": self = .training
    case "val", "valid", "validation", "dev": self = .validation
    case "test", "testing": self = .test
    default: return nil
    }
  }

  /// Returns the part of a video in a collection with such folders.
  ///
  /// - Parameters:
  ///   - name: the video's path in the collection.
  ///   - category: the video's category; it is not the part's folder if that was recognised.
  /// - Returns: the part; nil if the video lies in no such folder.
  public static func of(name: String, category: String) -> PartFolder? {
    let folder = VideoFile.category(ofName: name)
    return folder == category ? nil : PartFolder(folder)
  }

  /// Whether the folders at the top of a collection are parts, with the categories below them.
  ///
  /// All of them must be parts, but for those that hold only lists and texts. One must hold training
  /// videos, another one those of another part, and these must share a category, or have none.
  ///
  /// - Parameter names: the paths of all files in the collection.
  static func areAboveCategories(of names: [String]) -> Bool {
    var categories: [PartFolder: Set<String>] = [:]
    for name in names where !isText(name) && name.contains("/") {
      guard let part = PartFolder(VideoFile.category(ofName: name)) else { return false }
      categories[part, default: []].insert(category(ofName: name))
    }
    guard let trained = categories[.training] else { return false }
    return [.validation, .test].contains { categories[$0]?.isDisjoint(with: trained) == false }
  }

  /// Returns the category of a video in a collection with such folders: the second folder.
  ///
  /// - Parameter name: its path in the collection.
  static func category(ofName name: String) -> String {
    guard let slash = name.firstIndex(of: "/") else { return "" }
    return VideoFile.category(ofName: String(name[name.index(after: slash)...]))
  }

  private static func isText(_ name: String) -> Bool {
    texts.contains((name as NSString).pathExtension.lowercased())
  }

  private static let texts: Set<String> = [
    "csv", "gz", "html", "json", "jsonl", "log", "md", "parquet", "pdf", "py", "rst", "sh", "tar",
    "tsv", "txt", "xml", "yaml", "yml", "zip",
  ]
}
