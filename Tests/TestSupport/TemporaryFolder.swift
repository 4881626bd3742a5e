import Foundation

/// A folder of a test's own, removed when the last reference to it goes.
public final class TemporaryFolder {
  /// Its absolute path, without a slash at the end.
  public let path: String

  /// Creates a folder with a name that nothing else uses.
  public init() throws {
    path = NSTemporaryDirectory() + "unreel-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    // A folder left behind in /tmp harms nobody; the test has already ended.
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in the folder.
  public func callAsFunction(_ name: String) -> String { path + "/" + name }
}
