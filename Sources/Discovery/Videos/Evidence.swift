/// What frames and videos are grouped by; the raw value is what `metrics.json` calls it.
public enum Evidence: String, Codable, CaseIterable, CodingKey, Sendable {
  /// What is seen: a frame's features, of a video their mean.
  case appearance
  /// What moves: around a frame, or in a video.
  case motion
  /// Both.
  case both
}
