import Basics
import Numerics

/// What one evaluation found: the content of `metrics.json`.
///
/// Metrics that need categories are absent where the videos have none.
public struct Evaluation: Codable, Equatable, Sendable {
  /// How many frames were clustered.
  public var frames: Int
  /// How many videos they come from.
  public var videos: Int
  /// How many clusters were asked for.
  public var clusters: Int
  /// The metrics over frames and over videos, if the videos have categories.
  public var metrics: LevelMetrics<Double>?
  /// The sum of the frames' squared distances to their clusters' centres.
  public var inertia: Double
  /// How many frames every cluster holds, largest first.
  public var clusterSizes: [Int]
  /// How many videos have most of their frames in each cluster.
  public var videoClusterSizes: [Int]
  /// What can be known of the features without categories; nil in files of earlier versions.
  public var labelFree: LabelFreeMetrics?
  /// What was judged to choose the checkpoint or the layer, where they were to be chosen.
  public var candidates: [CheckpointSelection.Candidate]?
  /// The numbers of clusters that were tried, where K was found out.
  public var clusterCounts: [ClusterCount.Trial]?
  /// What the frames were grouped by; nil in files of earlier versions.
  public var frameModality: Modality?
  /// The frames' metrics by every modality, where motion was learned and the videos have categories.
  public var frameMetrics: [Modality: ClusteringMetrics<Double>] = [:]
  /// What the videos were grouped by; nil where they were not grouped by themselves.
  public var videoModality: Modality?
  /// How alike videos are by appearance and by motion (``VideoEmbeddings/alignment``).
  public var kernelAlignment: Double?
  /// How alike they are by every second look at motion (``VideoEmbeddings/motionAlignment``).
  public var motionAlignment: Double?
  /// The videos' metrics by every modality, if the videos have categories.
  public var videoMetrics: [Modality: ClusteringMetrics<Double>] = [:]
  /// What else is scored the same way, to compare with.
  public var baselines: Baselines
  /// How it was done.
  public var settings: EvaluationRecord

  /// Puts an evaluation together.
  ///
  /// - Parameters:
  ///   - clustering: the clusters of the frames.
  ///   - scorer: the same clusters held against the categories.
  ///   - probe: what classifiers read out of the same features, if asked.
  ///   - count: how K was found, if it was.
  ///   - labelFree: what is known of the features without categories.
  ///   - frameModality: what the frames were clustered by.
  ///   - frameMetrics: the frames' metrics by every modality.
  ///   - videos: the videos' own clusters; without them a video is in the cluster of most of its frames.
  ///   - videoMetrics: the videos' metrics by every modality.
  ///   - baselines: the metrics of what to compare with.
  ///   - candidates: what was compared to choose the checkpoint or the layer.
  ///   - settings: how it was done.
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

  /// The text of `metrics.json`: keys in alphabetic order, a line each.
  ///
  /// - Throws: `EncodingError` if a number is not finite, which JSON can't hold.
  public func json() throws -> String {
    try JSONFile.text(of: self)
  }

  /// Writes `metrics.json` durably.
  ///
  /// - Throws: `SystemCallError`, or `EncodingError` if a number is not finite.
  public func write(to path: String) throws {
    try JSONFile.write(self, to: path)
  }

  /// Reads what ``write(to:)`` wrote.
  ///
  /// - Throws: `MalformedJSON`, `OversizedFile`, or a `SystemCallError`.
  public init(contentsOf path: String) throws { self = try JSONFile.read(path) }
}

// As JSON the metrics over frames stand at the top, those over videos below `video_level`.
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

  /// What stands below `video_level` beside the metrics.
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

  /// Reads `metrics.json`.
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

  /// Writes `metrics.json`.
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
