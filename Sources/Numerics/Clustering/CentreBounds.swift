/// Bounds of the distances from rows to centres: they tell for which rows the nearest centre can't have changed.
///
/// When centres move, no distance changes by more than its centre has moved (Elkan 2003, "Using the triangle inequality to
/// accelerate k-means"). Rows whose bounds leave no doubt need no new distances. The result of K-means is the same.
package struct CentreBounds {
  /// The nearest centre of every row, of equally near ones the one with the lowest number.
  package private(set) var nearest: [Int]

  /// At most this far is every row from its nearest centre.
  private var upper: [Float]
  /// At least this far is every row from every centre, rows × centres.
  private var lower: [Float]

  /// What the rounding of 32-bit products does to a squared distance, as a share of the squared lengths.
  private static let rounding = 4e-6
  /// What the rounding of a sum of bounds does, as a share of it.
  private static let roundingOfSum: Float = 1e-6

  /// Begins without knowing anything.
  ///
  /// - Parameters:
  ///   - rows: the number of rows.
  ///   - centres: the number of centres.
  package init(rows: Int, centres: Int) {
    nearest = Array(repeating: 0, count: rows)
    upper = Array(repeating: .infinity, count: rows)
    lower = Array(repeating: 0, count: rows * centres)
  }

  /// Widens the bounds by how far each centre has moved.
  ///
  /// - Parameters:
  ///   - distances: how far each centre has moved.
  ///   - threads: the number of threads.
  /// - Returns: the rows whose nearest centre may be another one now, in ascending order.
  package mutating func move(by distances: [Double], threads: Int) -> [Int] {
    let shifts = distances.map { Float($0) * (1 + Self.roundingOfSum) }
    let all = nearest.count
    let isInDoubt = updating { nearest, upper, lower in
      // Unchecked: the pointers are used for different rows on different threads.
      nonisolated(unsafe) let (nearest, upper, lower) = (nearest, upper, lower)
      return filled(all, with: false, stretch: 256, threads: threads) { rows, isInDoubt in
        for row in rows {
          let own = nearest[row]
          let most = (upper[row] + shifts[own]) * (1 + Self.roundingOfSum)
          let bounds = lower + row * shifts.count
          var isFar = true
          for centre in shifts.indices {
            // 0 is a bound too.
            let bound = max((bounds[centre] - shifts[centre]) * (1 - Self.roundingOfSum), 0)
            bounds[centre] = bound
            isFar = isFar && (bound > most || centre == own)
          }
          upper[row] = most
          isInDoubt[row] = !isFar
        }
      }
    }
    return isInDoubt.indices.filter { isInDoubt[$0] }
  }

  /// Takes new distances of some rows.
  ///
  /// - Parameters:
  ///   - rows: the numbers of the rows.
  ///   - products: the products of these rows with the centres, both centred: rows × centres.
  ///   - squaredLengths: the squared lengths of all centred rows.
  ///   - squaredLengthsOfCentres: those of the centred centres.
  ///   - threads: the number of threads.
  package mutating func take(
    _ rows: ArraySlice<Int>, products: [Float], squaredLengths: [Double],
    squaredLengthsOfCentres: [Double], threads: Int
  ) {
    // ‖c‖² / 2 − x·c is half the squared distance without ‖x‖² / 2, which all centres share.
    let halves = squaredLengthsOfCentres.map { Float($0 / 2) }
    let largest = squaredLengthsOfCentres.max() ?? 0
    updating { nearest, upper, lower in
      // Unchecked: the pointers are used for different rows on different threads.
      nonisolated(unsafe) let (nearest, upper, lower) = (nearest, upper, lower)
      let stretch = 256
      inParallel((rows.count + stretch - 1) / stretch, threads: threads) { piece in
        for place in piece * stretch..<min((piece + 1) * stretch, rows.count) {
          let row = rows[rows.startIndex + place]
          let length = squaredLengths[row]
          let slack = Float(Self.rounding * (length + largest))
          let bounds = lower + row * halves.count
          var least = Float.infinity
          for centre in halves.indices {
            let half = halves[centre] - products[place * halves.count + centre]
            bounds[centre] = max(Float(length) + 2 * half - slack, 0).squareRoot()
            if half < least { (least, nearest[row]) = (half, centre) }
          }
          upper[row] = max(Float(length) + 2 * least + slack, 0).squareRoot()
        }
      }
    }
  }

  /// Lends the numbers of all rows to a function that changes them on several threads.
  private mutating func updating<Result>(
    _ body: (
      _ nearest: UnsafeMutablePointer<Int>, _ upper: UnsafeMutablePointer<Float>,
      _ lower: UnsafeMutablePointer<Float>
    ) -> Result
  ) -> Result {
    nearest.withUnsafeMutableBufferPointer { nearest in
      upper.withUnsafeMutableBufferPointer { upper in
        lower.withUnsafeMutableBufferPointer { lower in
          guard let nearest = nearest.baseAddress, let upper = upper.baseAddress,
            let lower = lower.baseAddress
          else { preconditionFailure("K-means has rows and centres") }
          return body(nearest, upper, lower)
        }
      }
    }
  }
}
