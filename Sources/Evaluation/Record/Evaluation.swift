import Basics
import Numerics

/// The metrics of one evaluation: the content of `metrics.json`.
///
/// Metrics that need categories are nil if the videos have none.
public struct Evaluation: Codable, Equatable, Sendable {
  /// How many frames were clustered.
  public var frames: Int
  /// How many videos they come from.
  public var videos: Int
  /// The number of clusters, K.
  public var clusters: Int
  /// The metrics over frames and over videos; nil without categories.
  public var metrics: LevelMetrics<Double>?
  /// The sum of the frames' squared distances to their clusters' centres.
  public var inertia: Double
  /// The number of frames in every cluster, largest first.
  public var clusterSizes: [Int]
  /// The number of videos in every cluster of videos; see `videos` of the initialiser.
  public var videoClusterSizes: [Int]
  /// The label-free metrics of the features; nil in files of earlier versions.
  public var labelFree: LabelFreeMetrics?
  /// The candidates among which the checkpoint or the layer was chosen; nil if the settings named both.
  public var candidates: [CheckpointSelection.Candidate]?
  /// The numbers of clusters that were tried; nil if K was given.
  public var clusterCounts: [ClusterCount.Trial]?
  /// The modality that the frames were clustered by; nil in files of earlier versions.
  public var frameModality: Modality?
  /// The frames' metrics by every modality; empty without a motion network or without categories.
  public var frameMetrics: [Modality: ClusteringMetrics<Double>] = [:]
  /// The modality that the videos were clustered by; nil if they have no clusters of their own.
  public var videoModality: Modality?
  /// The kernel alignment between appearance and motion (``VideoEmbeddings/alignment``).
  public var kernelAlignment: Double?
  /// The kernel alignment between two halves of the motion (``VideoEmbeddings/motionAlignment``).
  public var motionAlignment: Double?
  /// The videos' metrics by every modality; empty without categories.
  public var videoMetrics: [Modality: ClusteringMetrics<Double>] = [:]
  /// The scores to compare with.
  public var baselines: Baselines
  /// How the evaluation was done.
  public var settings: EvaluationRecord

  /// Creates an evaluation from its parts.
  ///
  /// - Parameters:
  ///   - clustering: the clusters of the frames.
  ///   - scorer: compares the same clusters with the categories.
  ///   - probe: the accuracies of the probes; nil without probes.
  ///   - count: how K was chosen; nil if it was given.
  ///   - labelFree: the label-free metrics of the features.
  ///   - frameModality: the modality that the frames were clustered by.
  ///   - frameMetrics: the frames' metrics by every modality.
  ///   - videos: the videos' own clusters; nil puts a video into the cluster of most of its frames.
  ///   - videoMetrics: the videos' metrics by every modality.
  ///   - baselines: the scores to compare with.
  ///   - candidates: the candidates among which the checkpoint or the layer was chosen.
  ///   - settings: how the evaluation was done.
  public init(
    _ clustering: Clustering, scorer: ClusteringScorer, probe: Probe? = nil,
    count: ClusterCount? = nil, labelFree: LabelFreeMetrics? = nil, frameModality: Modality? = nil,
    frameMetrics: [Modality: ClusteringMetrics<Double>] = [:], videos: VideoClustering? = nil,
    videoMetrics: [Modality: ClusteringMetrics<Double>] = [:], baselines: Baselines,
    candidates: [CheckpointSelection.Candidate] = [], settings: EvaluationRecord
  ) {
    frames = clustering.assignments.count
    self.videos = scorer.groups.count
    clusters = clustering.sizes.count
    inertia = clustering.inertia
    clusterSizes = clustering.sizes
    clusterCounts = count?.tried
    self.labelFree = labelFree
    self.candidates = candidates.isEmpty ? nil : candidates
    (self.frameModality, self.frameMetrics) = (frameModality, frameMetrics)
    videoClusterSizes =
      videos?.clustering.sizes
      ?? clustering.sizes.indices.map { cluster in
        scorer.groupClusters.count { $0 == cluster }
      }
    videoModality = videos?.embeddings.modality
    kernelAlignment = videos?.embeddings.alignment
    motionAlignment = videos?.embeddings.motionAlignment
    self.videoMetrics = videoMetrics
    metrics = scorer.score()
    metrics?.probe = probe
    if let own = videoModality.flatMap({ videoMetrics[$0] }) { metrics?.groups = own }
    (self.baselines, self.settings) = (baselines, settings)
  }

  /// Returns the text of `metrics.json`.
  ///
  /// - Throws: `EncodingError` if a number is not finite, because JSON has no such numbers.
  public func json() throws -> String {
    try JSONFile.text(of: self)
  }

  /// Writes `metrics.json`, durably.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `SystemCallError`, or `EncodingError` if a number is not finite.
  public func write(to path: String) throws {
    try JSONFile.write(self, to: path)
  }

  /// Reads a file that ``write(to:)`` wrote.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `MalformedJSON`, `OversizedFile`, or `SystemCallError`.
  public init(contentsOf path: String) throws { self = try JSONFile.read(path) }
}

// In JSON, the metrics over frames are at the top level, those over videos below `video_level`.
extension Evaluation {
  private enum CodingKeys: String, CodingKey {
    case frames, videos, clusters, inertia, baselines, settings, probe
    case labelFree = "judgement"
    case candidates = "judged"
    case groupedBy = "grouped_by"
    case clusterSizes = "cluster_sizes"
    case clusterCounts = "cluster_counts"
    case videoLevel = "video_level"
  }

  /// The content of `video_level`, except the metrics.
  private struct VideoLevel: Codable {
    var videos: Int
    var clusters: Int
    var clusterSizes: [Int]
    var groupedBy: Modality?
    var kernelAlignment: Double?
    var motionAlignment: Double?

    enum CodingKeys: String, CodingKey {
      case videos, clusters
      case clusterSizes = "cluster_sizes"
      case groupedBy = "grouped_by"
      case kernelAlignment = "kernel_alignment"
      case motionAlignment = "motion_kernel_alignment"
    }
  }

  /// Decodes `metrics.json`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    frames = try container.decode(Int.self, forKey: .frames)
    videos = try container.decode(Int.self, forKey: .videos)
    clusters = try container.decode(Int.self, forKey: .clusters)
    inertia = try container.decode(Double.self, forKey: .inertia)
    clusterSizes = try container.decode([Int].self, forKey: .clusterSizes)
    frameModality = try container.decodeIfPresent(Modality.self, forKey: .groupedBy)
    frameMetrics = try Self.scores(from: decoder)
    let videoLevel = try container.decode(VideoLevel.self, forKey: .videoLevel)
    videoClusterSizes = videoLevel.clusterSizes
    videoModality = videoLevel.groupedBy
    (kernelAlignment, motionAlignment) = (videoLevel.kernelAlignment, videoLevel.motionAlignment)
    videoMetrics = try Self.scores(from: container.superDecoder(forKey: .videoLevel))
    baselines = try container.decodeIfPresent(Baselines.self, forKey: .baselines) ?? Baselines()
    clusterCounts = try container.decodeIfPresent(
      [ClusterCount.Trial].self, forKey: .clusterCounts)
    candidates = try container.decodeIfPresent(
      [CheckpointSelection.Candidate].self, forKey: .candidates)
    labelFree = try container.decodeIfPresent(LabelFreeMetrics.self, forKey: .labelFree)
    settings = try container.decode(EvaluationRecord.self, forKey: .settings)
    let names = try decoder.container(keyedBy: ClusteringMetrics<Double>.CodingKeys.self)
    metrics = names.contains(.conditionalEntropyBits) ? try LevelMetrics(from: decoder) : nil
  }

  /// Encodes `metrics.json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(frames, forKey: .frames)
    try container.encode(videos, forKey: .videos)
    try container.encode(clusters, forKey: .clusters)
    try container.encode(inertia, forKey: .inertia)
    try container.encode(clusterSizes, forKey: .clusterSizes)
    try container.encode(settings, forKey: .settings)
    if baselines != Baselines() { try container.encode(baselines, forKey: .baselines) }
    try metrics?.rows.encode(to: encoder)
    try container.encodeIfPresent(metrics?.probe, forKey: .probe)
    try container.encodeIfPresent(labelFree, forKey: .labelFree)
    try container.encodeIfPresent(candidates, forKey: .candidates)
    try container.encodeIfPresent(clusterCounts, forKey: .clusterCounts)
    try container.encodeIfPresent(frameModality, forKey: .groupedBy)
    try Self.encode(frameMetrics, to: encoder)
    let videoLevel = container.superEncoder(forKey: .videoLevel)
    try VideoLevel(
      videos: videos, clusters: clusters, clusterSizes: videoClusterSizes,
      groupedBy: videoModality, kernelAlignment: kernelAlignment, motionAlignment: motionAlignment
    ).encode(to: videoLevel)
    try Self.encode(videoMetrics, to: videoLevel)
    try metrics?.groups.encode(to: videoLevel)
  }

  private static func scores(from decoder: any Decoder) throws -> [Modality: ClusteringMetrics<
    Double
  >] {
    let container = try decoder.container(keyedBy: Modality.self)
    return try Dictionary(
      uniqueKeysWithValues: Modality.allCases.compactMap { modality in
        try container.decodeIfPresent(ClusteringMetrics<Double>.self, forKey: modality).map {
          (modality, $0)
        }
      })
  }

  private static func encode(
    _ scores: [Modality: ClusteringMetrics<Double>], to encoder: any Encoder
  ) throws {
    var container = encoder.container(keyedBy: Modality.self)
    for (modality, scores) in scores { try container.encode(scores, forKey: modality) }
  }
}
