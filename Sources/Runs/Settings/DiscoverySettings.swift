import Networks

/// How what a network learned is evaluated.
public struct DiscoverySettings: Codable, Equatable, Sendable {
  /// K, or auto; nil is the number of categories, or auto where there are none.
  public var clusters: ClusterChoice?
  /// Random starts of K-means, of which the best is kept; nil is as many as K asks for.
  public var starts: Int?
  /// Which checkpoint is evaluated.
  public var checkpoint = CheckpointChoice.latest
  /// The layer that appearance is taken from, or auto.
  public var featureLayer = Architecture.features
  /// What frames and videos are grouped by.
  public var groupBy = EvidenceChoice.auto
  /// Of t-SNE: about how many neighbours of a frame its place depends on.
  public var perplexity = 30.0
  /// How many frames of the training videos the probes are shown at most; 0 is no probe.
  public var probeFrames = 1000

  enum CodingKeys: String, CodingKey {
    case clusters, perplexity, checkpoint
    case starts = "kmeans_starts"
    case groupBy = "group_by"
    case featureLayer = "feature_layer"
    case probeFrames = "probe_frames"
  }
}
