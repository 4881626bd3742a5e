import Foundation
import Numerics
import TestSupport

/// The fixtures that the scripts in Tests/Reference/Numerics wrote.
enum Reference {
  static let folder = SharedData.packageRoot + "/Tests/Reference/Numerics/"

  /// Reads a JSON file.
  static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: folder + name)))
  }

  /// 500 of scikit-learn's digits, 64 numbers each.
  static func digits() throws -> Features { try Features(contentsOf: folder + "digits.npy") }

  /// Reads points of the plane from an .npy file.
  static func positions(_ name: String) throws -> [SIMD2<Float>] {
    let features = try Features(contentsOf: folder + name)
    return (0..<features.rows).map {
      SIMD2(features.values[2 * $0], features.values[2 * $0 + 1])
    }
  }
}

extension Features {
  /// Makes features of rows.
  ///
  /// - Parameter rows: rows of the same dimension.
  init(_ rows: [[Float]]) {
    self.init(rows: rows.count, dimension: rows.first?.count ?? 0, values: rows.flatMap { $0 })
  }
}
