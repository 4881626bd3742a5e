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

/// Points around some centres, as a pure function of the seed.
func blobs(rows: Int, dimension: Int, centres: Int, spread: Double, seed: UInt64) -> Features {
  var generator = SeededGenerator(seed: seed)
  let middles = (0..<centres * dimension).map { _ in 3 * generator.gaussian() }
  let values = (0..<rows).flatMap { row in
    (0..<dimension).map { column in
      Float(middles[row % centres * dimension + column] + spread * generator.gaussian())
    }
  }
  return Features(rows: rows, dimension: dimension, values: values)
}
