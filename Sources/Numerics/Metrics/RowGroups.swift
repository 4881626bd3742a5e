/// Where rows of features come from: every frame's video, and what the videos show.
package struct RowGroups: Sendable {
  /// For every row, the number of its video, from 0.
  package let videoOfRow: [Int]
  /// How many videos there are.
  package let videos: Int
  /// For every video, its category; nil where the videos are not labelled.
  package let categories: [String]?

  /// Says where rows come from.
  ///
  /// - Parameters:
  ///   - videoOfRow: for every row, the number of its video; every video has a row.
  ///   - videos: how many videos there are.
  ///   - categories: for every video, its category; nil where they are not labelled.
  package init(videoOfRow: [Int], videos: Int, categories: [String]?) {
    precondition(Set(videoOfRow) == Set(0..<videos), "videos are numbered, and each has a row")
    precondition(categories.map { $0.count == videos } ?? true, "every video needs a category")
    self.videoOfRow = videoOfRow
    self.videos = videos
    self.categories = categories
  }

  /// The cluster that most rows of every video are in; of several, the one with the lowest number.
  func votes(_ clusters: [Int]) -> [Int] {
    var counts = [[Int: Int]](repeating: [:], count: videos)
    for (video, cluster) in zip(videoOfRow, clusters) { counts[video][cluster, default: 0] += 1 }
    return counts.map { counts in
      counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
    }
  }
}
