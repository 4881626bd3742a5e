import Basics
import Foundation
import Numerics
import TestSupport

/// The fixtures that Tests/Reference/Numerics/make.py wrote.
enum Reference {
  static let folder = SharedData.packageRoot + "/Tests/Reference/Numerics/"

  static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: folder + name)))
  }

  /// 500 of scikit-learn's digits, 64 numbers each.
  static func digits() throws -> Features { try Features(contentsOf: folder + "digits.npy") }

  static func positions(_ name: String) throws -> [SIMD2<Float>] {
    let features = try Features(contentsOf: folder + name)
    return (0..<features.rows).map {
      SIMD2(features.values[2 * $0], features.values[2 * $0 + 1])
    }
  }
}
