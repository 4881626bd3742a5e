import Basics
import Videos

/// Videos that must be in the same part of a split: those that share footage, are the same file, or are named as
/// copies.
struct RelatedVideos {
  /// The number of every video's group; groups are numbered by their first video.
  let groupOfVideo: [Int]
  /// The positions of every group's videos.
  let groups: [[Int]]

  /// Finds the groups.
  ///
  /// Videos of one footage group are related, and videos of the same bytes, and what these are
  /// related to.
  ///
  /// - Parameters:
  ///   - videos: the videos.
  ///   - copies: pairs of videos that are related too; names that fit no video count for nothing.
  /// - Complexity: O(n) for n videos, nearly.
  init(_ videos: [StoredVideo], copies: [DuplicatePair] = []) {
    var sets = DisjointSets(count: videos.count)
    var first: [String: Int] = [:]
    for (position, video) in videos.enumerated() {
      let digest = video.digest.isEmpty ? [] : ["sha256 " + video.digest]
      for key in ["group " + FootageGroup.of(video)] + digest {
        sets.join(first[key] ?? position, position)
        first[key] = first[key] ?? position
      }
    }
    let places = Dictionary(videos.enumerated().map { ($1.name, $0) }) { first, _ in first }
    for pair in copies {
      guard let one = places[pair.video], let two = places[pair.other] else { continue }
      sets.join(one, two)
    }
    var groups: [[Int]] = []
    var numbers: [Int: Int] = [:]
    groupOfVideo = videos.indices.map { position in
      let found = sets.root(of: position)
      let number = numbers[found] ?? groups.count
      if numbers[found] == nil {
        numbers[found] = number
        groups.append([])
      }
      groups[number].append(position)
      return number
    }
    self.groups = groups
  }
}

/// Footage groups: videos that share footage must be in the same part of a split.
package enum FootageGroup {
  /// Finds the footage group of a video.
  ///
  /// UCF101's clips `v_Archery_g01_c01.avi`, `…_c02.avi` are cut from one source, the group `g01`
  /// of Archery (thesis, chapter on data). A video with any other kind of name is its own group.
  ///
  /// - Parameter name: the video's path in the collection.
  package static func of(_ name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    guard let match = file.wholeMatch(of: /(v_.+_g\d+)_c\d+\.[^.]+/) else { return name }
    return String(name.dropLast(file.count)) + match.1
  }

  /// Finds the footage group of a video, which folders such as `train` and `test` may divide.
  ///
  /// - Parameter video: the video.
  static func of(_ video: StoredVideo) -> String {
    let group = of(video.name)
    guard group != video.name, PartFolder.of(name: video.name, category: video.category) != nil
    else { return group }
    return String(group.drop { $0 != "/" }.dropFirst())
  }
}
