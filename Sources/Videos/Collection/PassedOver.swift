import Foundation

/// What a scan of a folder passes over, since it holds no videos of the user.
public struct PassedOver: Equatable, Sendable {
  /// Hidden folders and folders of systems and devices, with their paths in the collection.
  public internal(set) var folders: [String] = []
  /// The number of hidden files.
  public internal(set) var hiddenFiles = 0
  /// Small copies that a camera made beside its videos, with their paths in the collection.
  public internal(set) var previews: [String] = []

  /// Says in one line what was passed over; nil if it was nothing.
  public var sentence: String? {
    let parts = [
      Self.part(
        folders.count, "hidden folder or folder of a system",
        "hidden folders and folders of systems", folders.min()),
      Self.part(hiddenFiles, "hidden file", "hidden files", nil),
      Self.part(
        previews.count, "small copy that a camera made of a video",
        "small copies that a camera made of its videos", previews.min()),
    ].compactMap { $0 }
    return parts.isEmpty ? nil : "passed over: " + parts.joined(separator: "; ")
  }

  /// Whether a file of an earlier scan is passed over now.
  ///
  /// - Parameter name: its path in the collection.
  func covers(_ name: String) -> Bool {
    let folders = name.split(separator: "/").dropLast()
    return previews.contains(name) || folders.contains { SystemFolder.isPassedOver(String($0)) }
  }

  private static func part(
    _ count: Int, _ one: String, _ several: String, _ example: String?
  ) -> String? {
    guard count > 0 else { return nil }
    return "\(count) \(count == 1 ? one : several)" + (example.map { ", such as \($0)" } ?? "")
  }
}

/// Folders that systems and devices make on a disk beside the user's own.
enum SystemFolder {
  /// Names in small letters: Windows, Synology, QNAP, macOS, Linux, and programs for pictures.
  private static let names: Set<String> = [
    "$recycle.bin", "recycler", "recycled", "system volume information", "$windows.~bt",
    "found.000", "@eadir", "@tmp", "@sharebin", "#recycle", "#snapshot", "@recycle",
    "@recently-snapshot", "__macosx", "lost+found", "lost.dir",
  ]

  /// Whether a folder of this name is passed over; so are all hidden folders.
  static func isPassedOver(_ name: String) -> Bool {
    name.hasPrefix(".") || names.contains(name.lowercased())
  }
}

/// Small copies and pictures that a camera writes beside each of its videos.
enum CameraPreview {
  /// Extensions of the copies: GoPro and others, DJI; `thm` is a picture.
  private static let extensions: Set<String> = ["lrv", "lrf", "thm"]
  /// Extensions of the videos beside which they lie.
  private static let videos: Set<String> = [
    "mp4", "mov", "avi", "360", "insv", "m4v", "mts", "m2ts", "mpg", "mkv",
  ]

  /// Returns the names of a folder's files that are copies of other files in it.
  ///
  /// - Parameter names: the names of all files of one folder.
  static func among(_ names: [String]) -> Set<String> {
    let files = names.map { (name: $0, stem: stem(of: $0), kind: kind(of: $0)) }
    guard files.contains(where: { extensions.contains($0.kind) }) else { return [] }
    let whole = Set(files.filter { videos.contains($0.kind) }.map(\.stem))
    return Set(
      files.filter { extensions.contains($0.kind) && isCopy($0.stem, of: whole) }.map(\.name))
  }

  /// Whether a copy's name without its extension belongs to one of some videos.
  ///
  /// GoPro's newer cameras name the copy of `GX010001.MP4` or `GH010001.MP4` `GL010001.LRV`; those
  /// of Insta360 that of `VID_…_00_001.insv` `LRV_…_01_001.lrv`, or with the same end.
  private static func isCopy(_ stem: String, of videos: Set<String>) -> Bool {
    if videos.contains(stem) { return true }
    if stem.hasPrefix("gl") {
      return ["gx", "gh", "gs", "gp"].contains { videos.contains($0 + stem.dropFirst(2)) }
    }
    guard stem.hasPrefix("lrv_") else { return false }
    let taken = stem.split(separator: "_").dropFirst().prefix(2).joined(separator: "_")
    return videos.contains { $0.hasPrefix("vid_" + taken) }
  }

  private static func stem(of name: String) -> String {
    (name as NSString).deletingPathExtension.lowercased()
  }

  private static func kind(of name: String) -> String {
    (name as NSString).pathExtension.lowercased()
  }
}
