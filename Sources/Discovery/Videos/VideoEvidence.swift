/// What videos are grouped by.
public enum VideoEvidence: String, Codable, CaseIterable, Sendable {
  /// The mean of their frames' features.
  case appearance
  /// Their motion.
  case motion
  /// Both, with equal weight.
  case both
}
