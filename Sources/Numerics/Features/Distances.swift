import CLoops

/// Computes the squared Euclidean distance of two vectors in double precision.
///
/// - Parameters:
///   - left: `count` numbers.
///   - right: `count` numbers.
///   - count: the dimension.
func squaredDistance(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int
) -> Double {
  cl_squared_distance(left, right, count)
}

/// Computes the product of two vectors in single precision.
///
/// - Parameters:
///   - left: `count` numbers.
///   - right: `count` numbers.
///   - count: the dimension.
func product(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int) -> Float {
  cl_product(left, right, count)
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
