/// Computes the squared Euclidean distance of two vectors in double precision.
///
/// - Parameters:
///   - left: `count` numbers.
///   - right: `count` numbers.
///   - count: the dimension.
func squaredDistance(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int
) -> Double {
  var sums = SIMD8<Double>.zero
  let vectors = count / 8
  let rawLeft = UnsafeRawPointer(left)
  let rawRight = UnsafeRawPointer(right)
  for vector in 0..<vectors {
    let offset = vector * 32
    let difference =
      SIMD8<Double>(rawLeft.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self))
      - SIMD8<Double>(rawRight.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self))
    sums += difference * difference
  }
  var sum = sums.sum()
  for index in vectors * 8..<count {
    let difference = Double(left[index]) - Double(right[index])
    sum += difference * difference
  }
  return sum
}

/// Computes the product of two vectors in single precision.
///
/// - Parameters:
///   - left: `count` numbers.
///   - right: `count` numbers.
///   - count: the dimension.
func product(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int) -> Float {
  var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero)
  let pairs = count / 32
  let rawLeft = UnsafeRawPointer(left)
  let rawRight = UnsafeRawPointer(right)
  for pair in 0..<pairs {
    let offset = pair * 128
    sums.0 +=
      rawLeft.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
      * rawRight.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    sums.1 +=
      rawLeft.loadUnaligned(fromByteOffset: offset + 64, as: SIMD16<Float>.self)
      * rawRight.loadUnaligned(fromByteOffset: offset + 64, as: SIMD16<Float>.self)
  }
  var sum = (sums.0 + sums.1).sum()
  for index in pairs * 32..<count { sum += left[index] * right[index] }
  return sum
}

extension Features {
  /// Computes the squared Euclidean distance of two rows in double precision.
  public func squaredDistance(_ row: Int, _ other: Int) -> Double {
    withRows { start in
      guard let start else { return 0 }
      return Numerics.squaredDistance(
        start + row * dimension, start + other * dimension, count: dimension)
    }
  }
}

extension Features {
  /// Finds, for every row, the nearest row of some others.
  ///
  /// - Parameters:
  ///   - others: the other rows, at least one, of the same dimension.
  ///   - threads: the number of threads.
  /// - Returns: the numbers of the others; of equally near ones the lowest number.
  /// - Complexity: O(rows × others × dimension).
  package func nearestRows(of others: Features, threads: Int) -> [Int] {
    precondition(others.dimension == dimension && others.rows > 0, "rows to compare with")
    return filled(rows, with: 0, stretch: 64, threads: threads) { range, nearest in
      withRows { start in
        others.withRows { other in
          guard let start, let other else { return }
          for row in range {
            var best = (distance: Double.infinity, number: 0)
            for number in 0..<others.rows {
              let distance = Numerics.squaredDistance(
                start + row * dimension, other + number * dimension, count: dimension)
              if distance < best.distance { best = (distance, number) }
            }
            nearest[row] = best.number
          }
        }
      }
    }
  }
}
