import Foundation

/// A folder of a test's own, removed when the last reference to it goes.
package final class TemporaryFolder {
  /// Its absolute path, without a slash at the end.
  package let path: String

  /// Creates a folder with a name that nothing else uses.
  package init() throws {
    path = NSTemporaryDirectory() + "unreel-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    // A folder left behind in /tmp harms nobody; the test has already ended.
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in the folder.
  package func callAsFunction(_ name: String) -> String { path + "/" + name }
}
