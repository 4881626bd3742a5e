/// The program's version.
public enum Version {
  /// Semantic versioning; CHANGELOG.md says what came with which.
  public static let current = "0.1.0"
}
