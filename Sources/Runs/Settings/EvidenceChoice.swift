import Discovery

/// What frames and videos are to be grouped by, or that it is to be found out.
public enum EvidenceChoice: String, Codable, CaseIterable, Sendable {
  /// Found out: both where they tell the same story, else motion, unless that is noise.
  case auto
  /// What is seen.
  case appearance
  /// What moves.
  case motion
  /// Both.
  case both

  /// What was asked for; nil is found out.
  var evidence: Evidence? { Evidence(rawValue: rawValue) }

  /// Whether it can't be had without a network that learned motion.
  var needsMotion: Bool { self == .motion || self == .both }
}
