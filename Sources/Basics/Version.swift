/// The program's version.
package enum Version {
  /// Semantic versioning; CHANGELOG.md says what came with which.
  package static let current = "0.1.0"
}
