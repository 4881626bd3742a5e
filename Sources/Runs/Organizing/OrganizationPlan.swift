import Basics
import Evaluation
import Foundation

/// Where each video of a collection goes when the collection is laid out as a folder for each cluster.
public struct OrganizationPlan: Equatable, Sendable {
  /// A video and its place.
  public struct Entry: Equatable, Sendable {
    /// The place, relative to the folder that is organized: `kitchen/clip_001.avi`.
    public var path: String
    /// The absolute path of the original video.
    public var source: String
  }

  /// The videos in the order of their places.
  public let entries: [Entry]

  /// Plans the places.
  ///
  /// Clusters with the same name share a folder. A file name that occurs twice in a folder gets the folders
  /// above the video in front, or else a number.
  ///
  /// - Parameters:
  ///   - videos: the grouped videos.
  ///   - names: the names of the clusters.
  ///   - folder: the absolute path of the folder that the videos' names start at.
  public init(_ videos: [CollectionVideo], names: ClusterNames, from folder: String) {
    // Some disks take `Clip` and `clip` for the same name.
    var taken: Set<String> = []
    var folders: [String: String] = [:]
    var entries: [Entry] = []
    for video in videos.sorted(by: { $0.video < $1.video }) {
      let wanted = Self.fileName(names[video.cluster])
      let group = folders[wanted.lowercased(), default: wanted]
      folders[wanted.lowercased()] = group
      let path = Self.free(video.video, in: group, besides: taken)
      taken.insert(path.lowercased())
      entries.append(Entry(path: path, source: folder + "/" + video.video))
    }
    self.entries = entries.sorted { $0.path < $1.path }
  }

  /// Returns a place that no other video has.
  private static func free(_ video: String, in group: String, besides taken: Set<String>) -> String
  {
    let parts = video.split(separator: "/").map(String.init)
    let base = parts.last ?? video
    var candidates = [base]
    if parts.count > 1 { candidates.append(parts.joined(separator: "_")) }
    for name in candidates where name.utf8.count <= 255 {
      let path = group + "/" + name
      if !taken.contains(path.lowercased()) { return path }
    }
    let end = base.lastIndex(of: ".") ?? base.endIndex
    let (stem, type) = (base[..<end], base[end...])
    var number = 2
    while true {
      let suffix = " (\(number))" + type
      let path = group + "/" + stem.prefix(fitting: 255 - suffix.utf8.count) + suffix
      if !taken.contains(path.lowercased()) { return path }
      number += 1
    }
  }

  /// Returns a name that every disk of this system can hold as one folder.
  static func fileName(_ name: String) -> String {
    let text = String(
      name.unicodeScalars.map { scalar in
        scalar == "/" || scalar.properties.generalCategory == .control ? "_" : Character(scalar)
      })
    let plain = text.prefix(fitting: 200)
    // `.` and `..` are other folders, and a name that begins with a dot is hidden.
    return plain.hasPrefix(".") || plain.isEmpty ? "_" + plain : plain
  }
}

extension StringProtocol {
  /// The longest beginning that has at most a number of bytes.
  fileprivate func prefix(fitting bytes: Int) -> String {
    var text = ""
    for character in self {
      guard text.utf8.count + character.utf8.count <= bytes else { break }
      text.append(character)
    }
    return text
  }
}
