/// Scores over frames, and over videos with one vote each.
///
/// As JSON, the frames' scores stand beside the key `video_level`, which holds the videos'.
public struct LevelScores<Value: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  /// Every frame counts.
  public var frames: Scores<Value>
  /// Every video counts once.
  public var videos: Scores<Value>

  /// Puts both levels together.
  public init(frames: Scores<Value>, videos: Scores<Value>) {
    self.frames = frames
    self.videos = videos
  }

  enum CodingKeys: String, CodingKey {
    case videoLevel = "video_level"
  }

  /// Reads the frames' scores, and the videos' below `video_level`.
  public init(from decoder: any Decoder) throws {
    frames = try Scores(from: decoder)
    videos = try decoder.container(keyedBy: CodingKeys.self)
      .decode(Scores<Value>.self, forKey: .videoLevel)
  }

  /// Writes the frames' scores, and the videos' below `video_level`.
  public func encode(to encoder: any Encoder) throws {
    try frames.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(videos, forKey: .videoLevel)
  }
}
