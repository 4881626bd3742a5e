import Basics
import Datasets
import Networks
import Numerics
import Tensors
import Training
import Videos

/// Groups all videos of a collection, those that were trained on too, and draws the map of their frames.
///
/// An evaluation answers how good a network is, and therefore uses held-out videos only. A grouping answers what is
/// in the collection, and therefore uses every video. Its clusters are clusters of videos. A frame has the number of
/// the cluster whose frames it is nearest to, so a number means the same for videos and for frames.
///
/// The grouper writes no files; use ``CollectionGrouping/write(to:)``.
public struct CollectionGrouper {
  private let settings: EvaluationSettings
  private let seed: UInt64
  private let threads: Int
  private let context: RunContext

  /// Creates a grouper.
  ///
  /// - Parameters:
  ///   - settings: how many clusters, by which modality, and the map's perplexity.
  ///   - seed: the seed of all random draws.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - context: receives progress, and can cancel the work.
  public init(
    _ settings: EvaluationSettings = EvaluationSettings(), seed: UInt64 = 1,
    threads: Int = LibTorch.threads, in context: RunContext = RunContext()
  ) {
    (self.settings, self.seed) = (settings, seed)
    (self.threads, self.context) = (threads, context)
  }

  /// Groups the videos of a subject: those in `heldOut`, whatever they were used for.
  ///
  /// - Parameters:
  ///   - subject: the network and the videos; `training` is not used.
  ///   - parts: the part of the split that each video was in, by the video's name.
  ///   - earlier: an evaluation of the same frames by the same network, whose features and map are used again.
  /// - Returns: the clusters, the neighbours, the map and the features.
  /// - Throws: errors of reading, computing or clustering; ``MotionError``; `CancellationError`.
  public func group(
    _ subject: EvaluationSubject, parts: [String: String] = [:],
    reusing earlier: EvaluatedFrames? = nil
  ) throws -> CollectionGrouping {
    let frames = EvaluationSet(of: subject.heldOut)
    let earlier = earlier.flatMap { $0.matches(frames) ? $0 : nil }
    let motion = try MotionFeatures(of: frames.videos, in: subject.store, by: subject.motionEncoder)
    let features = try ModalityFeatures(
      of: subject, frames: frames, motion: motion, shown: nil,
      extractor: FeatureExtractor(subject.store, in: context), asked: settings.groupBy,
      appearance: earlier?.appearance, threads: threads)
    guard let embeddings = features.videos.features[features.videos.modality] else {
      preconditionFailure("embeddings choose a modality that they have")
    }

    context.display.show("grouping videos", done: 0, of: frames.videos.count, unit: "videos")
    let (clustering, count) = try cluster(embeddings, of: frames)
    let similarities = try VideoSimilarities(
      embeddings, clusters: clustering.assignments, threads: threads)
    let frameRows = features.fused.l2Normalised()
    let frameClusters = FrameClusters(
      frameRows, videos: frames.groups.groupOfRow, clusters: clustering.assignments,
      threads: threads)
    let stability = try GroupStability(
      embeddings, frames: frameRows, videos: frames.groups.groupOfRow,
      by: settings.labelFreeKMeans(clustering.sizes.count, seed: seed), threads: threads)
    let nearestFrames = try NearestNeighbours(
      NearestTable.kept, of: frameRows, groups: frames.groups.groupOfRow, threads: threads,
      isCancelled: context.isCancelled)
    context.display.show(
      "grouping videos", done: frames.videos.count, of: frames.videos.count, unit: "videos")
    let positions =
      try earlier?.positions
      ?? FrameMapping(perplexity: settings.perplexity, seed: seed, threads: threads, in: context)
      .positions(of: features.fused)

    let videos = frames.videos.indices.map { video -> CollectionVideo in
      let nearest = similarities.nearest[video]
      return CollectionVideo(
        video: frames.videos[video].name, category: frames.videos[video].category,
        part: parts[frames.videos[video].name] ?? "", cluster: clustering.assignments[video],
        similarity: similarities.toCentre[video],
        nearest: nearest.map { frames.videos[$0].name } ?? "",
        nearestSimilarity: nearest == nil ? 0 : similarities.toNearest[video])
    }
    return CollectionGrouping(
      summary: CollectionSummary(
        of: videos, frames: frames.frames.count, clusters: clustering.sizes.count,
        modality: features.videos.modality, frameModality: features.modality,
        candidates: count?.tried, stability: stability,
        seed: seed, layer: subject.layer, checkpoint: subject.checkpoint),
      videos: videos,
      frames: FramesTable(frames, clusters: frameClusters.clusters, positions: positions),
      features: features.fused,
      appearance: features.modality == .appearance ? nil : features.appearance,
      videoFeatures: embeddings,
      nearestFrames: NearestTable(nearestFrames), nearestVideos: similarities.nearestVideos)
  }

  /// The number of clusters is the one with the highest silhouette, without the frames' allowance for smaller ones.
  ///
  /// Videos are few, so their silhouettes differ little: 58 clips of six kinds had 0.21 at 3, 0.23 at 7 and 0.20 at
  /// 20. With an allowance of 0.02 they fell into 3 groups (purity 0.57), without it into 7 (0.91; 2026-11-29).
  private static let tie = 0.0

  /// Clusters videos into as many clusters as the settings name, as there are categories, or as fit best.
  package func cluster(
    _ embeddings: Features, of frames: EvaluationSet
  ) throws -> (Clustering, count: ClusterCount?) {
    var count: ClusterCount?
    var clusters = settings.clusterCount(for: frames)
    if clusters == nil {
      let chosen = try ClusterCount(
        of: embeddings, tie: Self.tie, seed: seed, threads: threads,
        isCancelled: context.isCancelled)
      (count, clusters) = (chosen, chosen.chosen)
    }
    let kMeans = settings.kMeans(min(clusters ?? 1, embeddings.rows), seed: seed)
    return (
      try kMeans.cluster(embeddings, threads: threads, isCancelled: context.isCancelled), count
    )
  }
}

/// What an evaluation computed of its frames, so that a grouping of the same frames need not compute it again.
public struct EvaluatedFrames {
  /// The rows of `frames.csv`.
  let rows: [FramesTable.Row]
  /// The network's features of the frames.
  let appearance: Features

  /// Reads the files of an evaluation.
  ///
  /// - Parameter folder: the folder of the evaluation.
  /// - Throws: `MalformedFile`, `MalformedNPY`, `SystemCallError`.
  public init(reading folder: EvaluationFolder) throws {
    rows = try FramesTable(reading: folder.frames).rows
    let ownsAppearance = Folder.isFile(folder.appearance)
    appearance = try Features(contentsOf: ownsAppearance ? folder.appearance : folder.features)
  }

  /// The places of the frames on the map.
  var positions: [SIMD2<Float>] { rows.map { SIMD2(Float($0.x), Float($0.y)) } }

  /// Whether these are the features of exactly these frames, in this order.
  package func matches(_ frames: EvaluationSet) -> Bool {
    rows.count == frames.frames.count && appearance.rows == rows.count
      && zip(rows, frames.frames).allSatisfy { row, frame in
        row.frame == frame.frame && row.video == frames.videos[frame.video].name
      }
  }
}
