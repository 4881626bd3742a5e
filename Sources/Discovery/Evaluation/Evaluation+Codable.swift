// As JSON the metrics over frames stand at the top, those over videos below `video_level`.
extension Evaluation {
  private enum CodingKeys: String, CodingKey {
    case frames, videos, clusters, inertia, baselines, settings, probe, judgement, judged
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
    var groupedBy: Evidence?
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
    frameEvidence = try container.decodeIfPresent(Evidence.self, forKey: .groupedBy)
    frameScores = try Self.scores(from: decoder)
    let videoLevel = try container.decode(VideoLevel.self, forKey: .videoLevel)
    videoClusterSizes = videoLevel.clusterSizes
    videoEvidence = videoLevel.groupedBy
    (kernelAlignment, motionAlignment) = (videoLevel.kernelAlignment, videoLevel.motionAlignment)
    videoScores = try Self.scores(from: container.superDecoder(forKey: .videoLevel))
    baselines = try container.decodeIfPresent(Baselines.self, forKey: .baselines) ?? Baselines()
    clusterCounts = try container.decodeIfPresent(
      [ClusterCount.Trial].self, forKey: .clusterCounts)
    judged = try container.decodeIfPresent([JudgedFeatures].self, forKey: .judged)
    judgement = try container.decodeIfPresent(Judgement.self, forKey: .judgement)
    settings = try container.decode(EvaluationSettings.self, forKey: .settings)
    let metrics = try decoder.container(keyedBy: Scores<Double>.CodingKeys.self)
    scores = metrics.contains(.conditionalEntropyBits) ? try LevelScores(from: decoder) : nil
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
    try scores?.frames.encode(to: encoder)
    try container.encodeIfPresent(scores?.probe, forKey: .probe)
    try container.encodeIfPresent(judgement, forKey: .judgement)
    try container.encodeIfPresent(judged, forKey: .judged)
    try container.encodeIfPresent(clusterCounts, forKey: .clusterCounts)
    try container.encodeIfPresent(frameEvidence, forKey: .groupedBy)
    try Self.encode(frameScores, to: encoder)
    let videoLevel = container.superEncoder(forKey: .videoLevel)
    try VideoLevel(
      videos: videos, clusters: clusters, clusterSizes: videoClusterSizes,
      groupedBy: videoEvidence, kernelAlignment: kernelAlignment, motionAlignment: motionAlignment
    ).encode(to: videoLevel)
    try Self.encode(videoScores, to: videoLevel)
    try scores?.videos.encode(to: videoLevel)
  }

  private static func scores(from decoder: any Decoder) throws -> [Evidence: Scores<Double>] {
    let container = try decoder.container(keyedBy: Evidence.self)
    return try Dictionary(
      uniqueKeysWithValues: Evidence.allCases.compactMap { evidence in
        try container.decodeIfPresent(Scores<Double>.self, forKey: evidence).map { (evidence, $0) }
      })
  }

  private static func encode(
    _ scores: [Evidence: Scores<Double>], to encoder: any Encoder
  ) throws {
    var container = encoder.container(keyedBy: Evidence.self)
    for (evidence, scores) in scores { try container.encode(scores, forKey: evidence) }
  }
}
