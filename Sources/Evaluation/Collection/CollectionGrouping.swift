import Basics
import Datasets
import Numerics

/// The groups of a whole collection: a cluster for every video and every frame, and who is near whom.
public struct CollectionGrouping {
  /// What is known of the groups as a whole.
  public var summary: CollectionSummary
  /// `videos.csv`: the cluster, the part and the nearest other video of every video.
  public let videos: [CollectionVideo]
  /// `frames.csv`: the cluster, the part and the map position of every frame.
  public let frames: FramesTable
  /// `features.npy`: the features of the frames, rows as in `frames.csv`.
  public let features: Features
  /// `appearance.npy`: the network's features of the frames; nil if they are those of `features.npy`.
  public let appearance: Features?
  /// `video_features.npy`: what the videos are grouped by, rows as in `videos.csv`.
  public let videoFeatures: Features
  /// `nearest_frames.npy`: the nearest frames of other videos, rows as in `frames.csv`.
  public let nearestFrames: NearestTable
  /// `nearest_videos.npy`: the nearest other videos, rows as in `videos.csv`.
  public let nearestVideos: NearestTable

  /// `duplicates.csv`: the videos that show the same footage, if they were looked for.
  public var duplicates: [DuplicatePair]?

  /// `clusters.csv`: the size and the most typical videos of every cluster.
  public var clusters: [CollectionCluster] {
    CollectionCluster.clusters(of: videos, frames: frames.rows, count: summary.clusters)
  }

  /// Writes all files of the grouping.
  ///
  /// An old `summary.json` is removed first, and the new one is written last. If it exists, all other files belong
  /// to it.
  ///
  /// - Parameter folder: the folder; it is created.
  /// - Throws: `SystemCallError`, or `EncodingError` if a number is not finite.
  public func write(to folder: CollectionFolder) throws {
    try Folder.create(folder.path)
    try Folder.remove(folder.summary)
    try features.write(to: folder.features)
    if let appearance {
      try appearance.write(to: folder.appearance)
    } else {
      try Folder.remove(folder.appearance)
    }
    try videoFeatures.write(to: folder.videoFeatures)
    try nearestFrames.write(to: folder.nearestFrames)
    try nearestVideos.write(to: folder.nearestVideos)
    let parts = Dictionary(videos.map { ($0.video, $0.part) }) { first, _ in first }
    try frames.write(to: folder.frames, parts: parts)
    try CollectionVideo.write(videos, to: folder.videos)
    try CollectionCluster.write(clusters, to: folder.clusters)
    if let duplicates {
      try DuplicatePair.write(duplicates, to: folder.duplicates)
    } else {
      try Folder.remove(folder.duplicates)
    }
    try JSONFile.write(summary, to: folder.summary, keys: .snakeCase)
  }
}

/// The folder of a grouping, `RUN/collection`, with the paths of its files.
public struct CollectionFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Names a folder, which need not exist yet.
  ///
  /// - Parameter path: the folder's path.
  public init(_ path: String) { self.path = path }

  /// The table of videos.
  public var videos: String { path + "/videos.csv" }
  /// The table of frames.
  public var frames: String { path + "/frames.csv" }
  /// The table of clusters.
  public var clusters: String { path + "/clusters.csv" }
  /// The table of videos that show the same footage.
  public var duplicates: String { path + "/duplicates.csv" }
  /// The features of the frames, frames × features.
  public var features: String { path + "/features.npy" }
  /// The network's features of the frames, if the frames are grouped by other features.
  public var appearance: String { path + "/appearance.npy" }
  /// The features that the videos are grouped by, videos × features.
  public var videoFeatures: String { path + "/video_features.npy" }
  /// The nearest frames of other videos, frames × 8.
  public var nearestFrames: String { path + "/nearest_frames.npy" }
  /// The nearest other videos, videos × 8.
  public var nearestVideos: String { path + "/nearest_videos.npy" }
  /// What is known of the groups as a whole; written last.
  public var summary: String { path + "/summary.json" }
}

/// What is known of a collection's groups as a whole, `summary.json`.
public struct CollectionSummary: Codable, Equatable, Sendable {
  /// The number of grouped videos.
  public var videos: Int
  /// The number of their frames.
  public var frames: Int
  /// The number of clusters of videos.
  public var clusters: Int
  /// The number of videos in every cluster, largest first.
  public var clusterSizes: [Int]
  /// The number of clusters that are a single video.
  public var singleVideoClusters: Int
  /// The modality that the videos are grouped by.
  public var groupedBy: Modality
  /// The modality of the frames' features, `features.npy`: that of the videos, or appearance where no motion network was
  /// learned; nil if an earlier version wrote the file.
  public var framesBy: Modality?
  /// The numbers of clusters that were tried; nil if the number was given.
  public var clusterCounts: [ClusterCount.Trial]?
  /// The adjusted Rand index between groupings from different seeds; 1 is equal, 0 is chance.
  public var seedAgreement: Double
  /// The adjusted Rand index between groupings of the videos' first and second halves.
  public var halfAgreement: Double
  /// The seed of all random draws.
  public var seed: UInt64
  /// The layer whose output is the appearance features.
  public var featureLayer: String
  /// The name of the checkpoint's file; nil for a network in memory.
  public var checkpoint: String?
  /// The request that the run's evaluation was done for; a grouping of another request is out of date.
  public var askedFor: String?
}

extension CollectionSummary {
  /// Sums up a grouping.
  package init(
    of videos: [CollectionVideo], frames: Int, clusters: Int, modality: Modality,
    frameModality: Modality, candidates: [ClusterCount.Trial]?, stability: GroupStability,
    seed: UInt64, layer: String,
    checkpoint: String?
  ) {
    var sizes = [Int](repeating: 0, count: clusters)
    for video in videos { sizes[video.cluster] += 1 }
    (self.videos, self.frames, self.clusters) = (videos.count, frames, clusters)
    (clusterSizes, singleVideoClusters) = (sizes, sizes.count { $0 == 1 })
    (groupedBy, framesBy, clusterCounts) = (modality, frameModality, candidates)
    (seedAgreement, halfAgreement) = (stability.seedAgreement, stability.halfAgreement)
    (self.seed, featureLayer, self.checkpoint) = (seed, layer, checkpoint)
  }

  /// Reads a file that ``CollectionGrouping/write(to:)`` wrote.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `MalformedJSON`, `OversizedFile`, or `SystemCallError`.
  public init(contentsOf path: String) throws { self = try JSONFile.read(path, keys: .snakeCase) }

  /// Says how many groups there are and how large they are, in one sentence.
  public var sizesSentence: String {
    let groups = clusters == 1 ? "1 group" : "\(clusters) groups"
    let what = "\(videos) \(videos == 1 ? "video" : "videos") in \(groups) by \(groupedBy.words)"
    guard clusters > 1, let largest = clusterSizes.max() else { return what + "." }
    let single =
      switch singleVideoClusters {
      case 0: "no group is a single video"
      case 1: "one group is a single video"
      default: "\(singleVideoClusters) groups are single videos"
      }
    return "\(what); the largest has \(largest), and \(single)."
  }

  /// Says how stable the groups are, in one sentence.
  public var stabilitySentence: String {
    let numbers = String(
      format:
        "(agreement %.2f between seeds, %.2f between the videos' halves; 1 is the same, 0 is chance)",
      seedAgreement, halfAgreement)
    switch (seedAgreement >= Self.stable, halfAgreement >= Self.stable) {
    case (true, true):
      return
        "The groups stay \(degree(min(seedAgreement, halfAgreement))) the same with another seed and with half of every video \(numbers)."
    case (true, false):
      return
        "The groups stay \(degree(seedAgreement)) the same with another seed, but not with half of every video \(numbers)."
    case (false, true):
      return
        "The groups change with the seed: perhaps there are not that many; try --clusters \(numbers)."
    case (false, false):
      return
        "The groups are unsure: they change with the seed and with half of every video \(numbers)."
    }
  }

  private func degree(_ agreement: Double) -> String {
    agreement >= Self.verySimilar ? "much" : "roughly"
  }

  /// Whether the groups stay the same with another seed, and with half of every video.
  public var isStable: Bool { seedAgreement >= Self.stable && halfAgreement >= Self.stable }

  /// The least agreement of groups that stay the same, as ``LabelFreeMetrics`` has it.
  private static let stable = 0.5
  /// The least agreement that is called much the same.
  private static let verySimilar = 0.8
}
