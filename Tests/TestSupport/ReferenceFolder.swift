import Foundation

/// A folder of Tests/Reference: fixtures, and beside them the script that made them.
package struct ReferenceFolder: Sendable {
  /// Its absolute path, with a slash at the end.
  package let path: String

  /// Tests/Reference/Networks, by PyTorch and NumPy.
  package static let networks = ReferenceFolder("Networks")

  private init(_ name: String) {
    path = SharedData.packageRoot + "/Tests/Reference/\(name)/"
  }

  /// Reads a fixture.
  package func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path + name)))
  }
}
