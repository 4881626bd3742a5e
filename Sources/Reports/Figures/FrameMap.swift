import Basics
import Evaluation

/// The map of a collection: the place, the cluster and, if known, the category of every frame.
package struct FrameMap: Sendable {
  /// The frames: the rows of `frames.csv`.
  package let frames: [FramesTable.Row]
  /// What a cluster is called: a cluster of frames, or a group of videos.
  package let noun: String
  /// The number of clusters; some may have no frames.
  package let clusterCount: Int
  /// The names of the categories, in alphabetical order; empty if none is known.
  package let categories: [String]
  /// The contents of every cluster, in the order of their numbers.
  package let clusterSummaries: [ClusterSummary]
  /// The colour of every category, in the order of ``categories``.
  package let categoryColours: [Colour]
  /// The shape of every cluster's points.
  let clusterMarkers: [Marker]

  /// Makes a map.
  ///
  /// - Parameters:
  ///   - frames: the frames, at least one. Places are finite, clusters count from 0.
  ///   - clusterCount: the number of clusters, at most the number of frames. If it is smaller than
  ///     the frames' clusters require, it is raised.
  ///   - noun: what a cluster is called.
  ///   - videos: the grouped videos, if the clusters are groups of videos. What a group holds most of is then
  ///     counted over its videos, not over the frames that are near it.
  /// - Throws: `MapError` if the frames or the number of clusters are not as described.
  package init(
    frames: [FramesTable.Row], clusterCount: Int = 0, noun: String = "cluster",
    videos: [CollectionVideo] = []
  ) throws {
    self.noun = noun
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
    let members = Self.grouped(
      frames.map { ($0.cluster, $0.video, $0.category) }, count: self.clusterCount)
    let contents = Self.contents(
      of: videos.isEmpty
        ? members
        : Self.grouped(
          videos.map { ($0.cluster, $0.video, $0.category) }, count: self.clusterCount),
      frameCounts: members.map(\.count), categories: categories)
    clusterSummaries = contents.summaries
    categoryColours = contents.colours.categories
    clusterMarkers = contents.colours.markers
  }

  private typealias Member = (video: String, category: String)

  private static func grouped(
    _ members: [(cluster: Int, video: String, category: String)], count: Int
  ) -> [[Member]] {
    var groups = Array(repeating: [Member](), count: count)
    for member in members where groups.indices.contains(member.cluster) {
      groups[member.cluster].append((member.video, member.category))
    }
    return groups
  }

  /// Counts what is in every cluster and chooses the colours.
  private static func contents(
    of groups: [[Member]], frameCounts: [Int], categories: [String]
  ) -> (summaries: [ClusterSummary], colours: ClusterColours) {
    let tops = groups.map { members in
      let counts = Dictionary(grouping: members.map(\.category).filter { !$0.isEmpty }) { $0 }
        .mapValues(\.count)
      return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    }
    let colours = ClusterColours(
      tops.map { top in
        ClusterColours.Content(
          category: top.flatMap { categories.firstIndex(of: $0.key) }, members: top?.value ?? 0)
      }, categoryCount: categories.count)
    let summaries = zip(groups, tops).enumerated().map { number, group in
      let (members, top) = group
      return ClusterSummary(
        number: number, frames: frameCounts[number], videos: Set(members.map(\.video)).count,
        topCategory: top?.key, topShare: top.map { Double($0.value) / Double(members.count) },
        colour: colours.clusters[number])
    }
    return (summaries, colours)
  }
}

/// The contents of one cluster.
package struct ClusterSummary: Equatable, Sendable {
  /// The cluster's number, from 0.
  package var number: Int
  /// The number of its frames.
  package var frames: Int
  /// The number of videos that these frames come from, or of the videos in the group.
  package var videos: Int
  /// The most frequent category of its frames or videos; the first in alphabetical order if several are equally
  /// frequent; nil if no category is known.
  package var topCategory: String?
  /// The share of its frames or videos that are of that category, 0 to 1.
  package var topShare: Double?
  /// Its colour in all figures.
  package var colour: Colour

  /// Describes a cluster.
  ///
  /// - Parameters:
  ///   - number: its number, from 0.
  ///   - frames: the number of its frames.
  ///   - videos: the number of videos that these frames come from.
  ///   - topCategory: the most frequent category; nil if none is known.
  ///   - topShare: the share of that category, 0 to 1.
  ///   - colour: its colour in all figures.
  package init(
    number: Int, frames: Int, videos: Int, topCategory: String?, topShare: Double?, colour: Colour
  ) {
    (self.number, self.frames, self.videos) = (number, frames, videos)
    (self.topCategory, self.topShare, self.colour) = (topCategory, topShare, colour)
  }
}

/// A map cannot be drawn.
package enum MapError: ExplainedError {
  /// There are no frames.
  case empty
  /// The place of a frame is not finite; `index` is its row.
  case notFinite(index: Int, frame: FramesTable.Row)
  /// The cluster of a frame is below 0, or not below the number of frames; `index` is the frame's row.
  case noCluster(index: Int, frame: FramesTable.Row)
  /// There are more clusters than frames.
  case clusters(Int, frames: Int)

  /// The evaluation is at fault, not the request.
  package var blame: Blame { .execution }

  /// For example `frame 3 (a.avi at 1.2 s) has the place (nan, 0.0) on the map; …`.
  package var description: String {
    switch self {
    case .empty:
      "the map has no frames; evaluate a collection with frames"
    case .notFinite(let index, let frame):
      "\(Self.name(index, frame)) has the place (\(frame.x), \(frame.y)) on the map; "
        + "evaluate again, the features may not be finite"
    case .noCluster(let index, let frame):
      "\(Self.name(index, frame)) has the cluster \(frame.cluster); clusters count from 0 "
        + "and there cannot be more clusters than frames"
    case .clusters(let clusters, let frames):
      "\(clusters) clusters of \(frames) frames cannot be drawn; evaluate again"
    }
  }

  private static func name(_ index: Int, _ frame: FramesTable.Row) -> String {
    "frame \(index) (\(frame.video) at \(frame.seconds) s)"
  }
}
