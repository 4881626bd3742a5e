// As JSON the metrics over frames stand at the top, those over videos below `video_level`.
extension Evaluation {
  private enum CodingKeys: String, CodingKey {
    case frames, videos, clusters, inertia, baselines, settings, probe
    case clusterSizes = "cluster_sizes"
    case videoLevel = "video_level"
  }

  /// What stands below `video_level` beside the metrics.
  private struct VideoLevel: Codable {
    var videos: Int
    var clusters: Int
    var clusterSizes: [Int]

    enum CodingKeys: String, CodingKey {
      case videos, clusters
      case clusterSizes = "cluster_sizes"
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
    videoClusterSizes = try container.decode(VideoLevel.self, forKey: .videoLevel).clusterSizes
    baselines = try container.decodeIfPresent(Baselines.self, forKey: .baselines) ?? Baselines()
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
    let videoLevel = container.superEncoder(forKey: .videoLevel)
    try VideoLevel(videos: videos, clusters: clusters, clusterSizes: videoClusterSizes)
      .encode(to: videoLevel)
    try scores?.videos.encode(to: videoLevel)
  }
}
