/// ClusteringMetrics over frames, and over videos with one vote each.
///
/// As JSON, the frames' scores stand beside the key `video_level`, which holds the videos', and the
/// key `probe`.
package struct LevelMetrics<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  /// Every frame counts.
  package var frames: ClusteringMetrics<Value>
  /// Every video counts once.
  package var videos: ClusteringMetrics<Value>
  /// What classifiers that know the training videos' labels read out of the same features, if asked.
  package var probe: Probe?

  /// Puts both levels together.
  package init(frames: ClusteringMetrics<Value>, videos: ClusteringMetrics<Value>, probe: Probe? = nil) {
    self.frames = frames
    self.videos = videos
    self.probe = probe
  }

  enum CodingKeys: String, CodingKey {
    case probe
    case videoLevel = "video_level"
  }

  /// Reads the frames' scores, and the videos' below `video_level`.
  package init(from decoder: any Decoder) throws {
    frames = try ClusteringMetrics(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    videos = try container.decode(ClusteringMetrics<Value>.self, forKey: .videoLevel)
    probe = try container.decodeIfPresent(Probe.self, forKey: .probe)
  }

  /// Writes the frames' scores, and the videos' below `video_level`.
  package func encode(to encoder: any Encoder) throws {
    try frames.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(videos, forKey: .videoLevel)
    try container.encodeIfPresent(probe, forKey: .probe)
  }
}
