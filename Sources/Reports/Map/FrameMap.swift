import Evaluation

/// Every frame of a collection on the plane, with clusters, and with categories where known.
package struct FrameMap: Sendable {
  /// The frames, as in `frames.csv`.
  package let frames: [FramesTable.Row]
  /// How many clusters there are; some may be without frames.
  package let clusterCount: Int
  /// The names of the categories, in alphabetical order; empty if none is known.
  package let categories: [String]

  /// Checks and takes the frames.
  ///
  /// - Parameters:
  ///   - frames: at least one.
  ///   - clusterCount: how many clusters were asked for, no more than frames; one more than the
  ///     highest number if left out or less than that.
  /// - Throws: ``MapError`` for no frames, places that are not finite, clusters below 0 and more
  ///   clusters than frames.
  package init(frames: [FramesTable.Row], clusterCount: Int = 0) throws {
    guard !frames.isEmpty else { throw MapError.empty }
    for (index, frame) in frames.enumerated() {
      guard frame.x.isFinite, frame.y.isFinite else {
        throw MapError.notFinite(index: index, frame: frame)
      }
      guard frames.indices.contains(frame.cluster) else {
        throw MapError.noCluster(index: index, frame: frame)
      }
    }
    guard clusterCount <= frames.count else {
      throw MapError.clusters(clusterCount, frames: frames.count)
    }
    self.frames = frames
    self.clusterCount = max(clusterCount, 1 + (frames.map(\.cluster).max() ?? 0))
    categories = Set(frames.map(\.category)).subtracting([""]).sorted()
  }

  /// What is in each cluster, by number.
  ///
  /// - Complexity: O(frames).
  package var clusterSummaries: [ClusterSummary] {
    let palette = Palette(count: clusterCount)
    var members = Array(repeating: [FramesTable.Row](), count: clusterCount)
    for frame in frames { members[frame.cluster].append(frame) }
    return members.enumerated().map { number, members in
      let counts = Dictionary(grouping: members.map(\.category).filter { !$0.isEmpty }) { $0 }
        .mapValues(\.count)
      let top = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
      return ClusterSummary(
        number: number, frames: members.count, videos: Set(members.map(\.video)).count,
        topCategory: top?.key, topShare: top.map { Double($0.value) / Double(members.count) },
        colour: palette[number])
    }
  }

  /// The colour of each category, by its place in ``categories``.
  ///
  /// A category has the colour of the cluster that it shares most frames with, one to one and the
  /// largest shares first, so that the two panels of a figure differ where clusters and categories
  /// do. Categories that find no cluster have colours that no cluster has.
  ///
  /// - Complexity: O(frames + pairs × log(pairs)) for pairs of a cluster and a category.
  package var categoryColours: [Colour] {
    struct Pair: Hashable {
      var category: String
      var cluster: Int
    }
    var shared: [Pair: Int] = [:]
    for frame in frames where !frame.category.isEmpty {
      shared[Pair(category: frame.category, cluster: frame.cluster), default: 0] += 1
    }
    let pairs = shared.sorted {
      ($1.value, $0.key.cluster, $0.key.category) < ($0.value, $1.key.cluster, $1.key.category)
    }
    var numbers: [String: Int] = [:]
    var taken: Set<Int> = []
    for (pair, _) in pairs
    where numbers[pair.category] == nil && taken.insert(pair.cluster).inserted {
      numbers[pair.category] = pair.cluster
    }
    let unmatched = categories.filter { numbers[$0] == nil }
    for (offset, category) in unmatched.enumerated() {
      numbers[category] = clusterCount + offset
    }
    let palette = Palette(count: clusterCount + unmatched.count)
    return categories.map { palette[numbers[$0] ?? 0] }
  }
}
