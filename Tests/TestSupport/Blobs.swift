import Basics
import Numerics

/// Points around some centres, as a pure function of the seed.
package func blobs(rows: Int, dimension: Int, centres: Int, spread: Double, seed: UInt64)
  -> Features
{
  var generator = SeededGenerator(seed: seed)
  let middles = (0..<centres * dimension).map { _ in 3 * generator.gaussian() }
  let values = (0..<rows).flatMap { row in
    (0..<dimension).map { column in
      Float(middles[row % centres * dimension + column] + spread * generator.gaussian())
    }
  }
  return Features(rows: rows, dimension: dimension, values: values)
}
