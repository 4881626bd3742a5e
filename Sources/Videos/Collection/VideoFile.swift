/// A file of a collection, which may turn out to be a video or not.
public struct VideoFile: Equatable, Sendable {
  /// The path to open it with.
  public var path: String
  /// Its path relative to the collection's folder, such as `Archery/v_Archery_g01_c02.avi`: what it
  /// is called in every table.
  public var name: String
  /// Where its frames go, relative to the frame store: its name without the extension, unless
  /// another file's frames would get in the way.
  public var frameFolder: String
  /// Why it can't be opened, nil if it can.
  var trouble: String?

  /// The first folder of its name, empty for a file that lies in the collection's folder itself.
  public var category: String { Self.category(ofName: name) }

  /// The first folder of a video's name, empty if there is none.
  public static func category(ofName name: String) -> String {
    name.firstIndex(of: "/").map { String(name[..<$0]) } ?? ""
  }
}
