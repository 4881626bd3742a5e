/// Bounds of the distances from rows to the centres of several starts: they tell for which rows the nearest centre can't have
/// changed.
///
/// When centres move, no distance changes by more than its centre has moved (Elkan 2003, "Using the triangle inequality to
/// accelerate k-means"). Rows whose bounds leave no doubt need no new distances. The result of K-means is the same.
package struct CentreBounds {
  private let starts: Int
  private let centres: Int
  /// The nearest centre of every row in every start, of equally near ones the one with the lowest number: rows × starts.
  private var nearest: [Int]
  /// At most this far is every row from its nearest centre, rows × starts.
  private var upper: [Float]
  /// At least this far is every row from every centre, rows × starts × centres.
  private var lower: [Float]

  /// What the rounding of 32-bit products does to a squared distance, as a share of the squared lengths.
  private static let rounding = 4e-6
  /// What the rounding of a sum of bounds does, as a share of it.
  private static let roundingOfSum: Float = 1e-6

  /// What may have changed since the distances were computed.
  package struct Doubt {
    /// The rows whose nearest centre may be another one now in any start, in ascending order.
    package fileprivate(set) var rows: [Int]
    /// How many distances must be known to find the nearest centres.
    package fileprivate(set) var distances: Int
    /// Whether a row's nearest centre is in doubt in a start, rows × starts.
    fileprivate var isInDoubt: [Bool]
  }

  /// Begins without knowing anything.
  ///
  /// - Parameters:
  ///   - rows: the number of rows.
  ///   - starts: the number of starts.
  ///   - centres: the number of centres in a start.
  package init(rows: Int, starts: Int, centres: Int) {
    (self.starts, self.centres) = (starts, centres)
    nearest = Array(repeating: 0, count: rows * starts)
    upper = Array(repeating: .infinity, count: rows * starts)
    lower = Array(repeating: 0, count: rows * starts * centres)
  }

  /// Everything: what is in doubt before any distance is known.
  package var everything: Doubt {
    Doubt(
      rows: Array(0..<nearest.count / starts), distances: lower.count,
      isInDoubt: Array(repeating: true, count: nearest.count))
  }

  /// The nearest centre of every row in a start.
  package func nearest(in start: Int) -> [Int] {
    stride(from: start, to: nearest.count, by: starts).map { nearest[$0] }
  }

  /// Widens the bounds by how far each centre has moved.
  ///
  /// - Parameters:
  ///   - distances: how far each centre has moved, `moved` × centres.
  ///   - moved: the numbers of the starts whose centres have moved; the others are not in doubt.
  ///   - threads: the number of threads.
  /// - Returns: what is in doubt now.
  package mutating func move(by distances: [Double], in moved: [Int], threads: Int) -> Doubt {
    let shifts = distances.map { Float($0) * (1 + Self.roundingOfSum) }
    let (starts, centres, all) = (starts, centres, nearest.count / starts)
    let near = updating { nearest, upper, lower in
      // Unchecked: the pointers are used for different rows on different threads.
      nonisolated(unsafe) let (nearest, upper, lower) = (nearest, upper, lower)
      return filled(all * starts, with: 0, stretch: 64 * starts, threads: threads) { range, near in
        for row in range.lowerBound / starts..<range.upperBound / starts {
          for (index, start) in moved.enumerated() {
            let place = row * starts + start
            let own = shifts[index * centres + nearest[place]]
            let most = (upper[place] + own) * (1 + Self.roundingOfSum)
            let bounds = lower + place * centres
            var count = 0
            for centre in 0..<centres {
              let shift = shifts[index * centres + centre]
              // 0 is a bound too.
              let bound = max((bounds[centre] - shift) * (1 - Self.roundingOfSum), 0)
              bounds[centre] = bound
              count += bound > most ? 0 : 1
            }
            upper[place] = most
            // The nearest centre itself is always near.
            near[place] = count > 1 ? count : 0
          }
        }
      }
    }
    return Doubt(
      rows: (0..<all).filter { row in (0..<starts).contains { near[row * starts + $0] > 0 } },
      distances: near.reduce(0, +), isInDoubt: near.map { $0 > 0 })
  }

  /// Takes new distances of some rows from all centres.
  ///
  /// - Parameters:
  ///   - rows: the numbers of the rows.
  ///   - products: the products of these rows with the centres, both centred: rows × `measured` × centres.
  ///   - measured: the numbers of the starts that the centres belong to.
  ///   - lengths: the squared lengths of all centred rows and of the centred centres.
  ///   - threads: the number of threads.
  package mutating func take(
    _ rows: ArraySlice<Int>, products: [Float], of measured: [Int], lengths: SquaredLengths,
    threads: Int
  ) {
    let (starts, centres) = (starts, centres)
    updating { nearest, upper, lower in
      // Unchecked: the pointers are used for different rows on different threads.
      nonisolated(unsafe) let (nearest, upper, lower) = (nearest, upper, lower)
      Self.inPieces(of: rows, threads: threads) { position, row in
        let slack = lengths.slack(of: row)
        for (index, start) in measured.enumerated() {
          let place = row * starts + start
          let bounds = lower + place * centres
          let own = position * measured.count + index
          var least = Float.infinity
          for centre in 0..<centres {
            let half =
              lengths.halves[index * centres + centre] - products[own * centres + centre]
            bounds[centre] = lengths.distance(of: row, half: half, slack: -slack)
            if half < least { (least, nearest[place]) = (half, centre) }
          }
          upper[place] = lengths.distance(of: row, half: least, slack: slack)
        }
      }
    }
  }

  /// Computes those distances that are in doubt.
  ///
  /// - Parameters:
  ///   - doubt: what is in doubt.
  ///   - measured: the numbers of the starts that the centres belong to.
  ///   - lengths: the squared lengths of all centred rows and of the centred centres.
  ///   - threads: the number of threads.
  ///   - product: computes the product of a centred row with a centred centre, whose number is among `measured` × centres.
  package mutating func measure(
    _ doubt: Doubt, of measured: [Int], lengths: SquaredLengths, threads: Int,
    by product: @Sendable (_ row: Int, _ centre: Int) -> Float
  ) {
    let (starts, centres) = (starts, centres)
    updating { nearest, upper, lower in
      // Unchecked: the pointers are used for different rows on different threads.
      nonisolated(unsafe) let (nearest, upper, lower) = (nearest, upper, lower)
      Self.inPieces(of: doubt.rows[...], threads: threads) { _, row in
        let slack = lengths.slack(of: row)
        for (index, start) in measured.enumerated() where doubt.isInDoubt[row * starts + start] {
          let place = row * starts + start
          let bounds = lower + place * centres
          func half(_ centre: Int) -> Float {
            let number = index * centres + centre
            let half = lengths.halves[number] - product(row, number)
            bounds[centre] = lengths.distance(of: row, half: half, slack: -slack)
            return half
          }
          let old = nearest[place]
          var least = half(old)
          // The bound of before is compared, not the new distance: bounds that no one renews grow old, and more rows are in doubt.
          for centre in 0..<centres where bounds[centre] <= upper[place] && centre != old {
            let found = half(centre)
            if (found, centre) < (least, nearest[place]) {
              (least, nearest[place]) = (found, centre)
            }
          }
          upper[place] = lengths.distance(of: row, half: least, slack: slack)
        }
      }
    }
  }

  /// Calls a closure with the position and the number of every row, on several threads.
  private static func inPieces(
    of rows: ArraySlice<Int>, threads: Int, _ body: @Sendable (_ position: Int, _ row: Int) -> Void
  ) {
    let stretch = 64
    inParallel((rows.count + stretch - 1) / stretch, threads: threads) { piece in
      for position in piece * stretch..<min((piece + 1) * stretch, rows.count) {
        body(position, rows[rows.startIndex + position])
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

extension CentreBounds {
  /// The squared lengths of centred rows and centres, from which products become distances.
  package struct SquaredLengths: Sendable {
    private let rows: [Double]
    /// What the rows and the mean add to the lengths from which products are rounded.
    private let largestCentre, meanAndCentre: Double
    /// ‖c‖² / 2 of every centre c.
    ///
    /// Minus x·c this is half the squared distance from a row x without ‖x‖² / 2, which all centres share.
    fileprivate let halves: [Float]

    /// Makes the lengths.
    ///
    /// - Parameters:
    ///   - rows: ‖x‖² of every centred row x.
    ///   - mean: ‖m‖² of the mean that was subtracted; products with it are rounded too.
    ///   - centres: ‖c‖² of every centred centre c.
    package init(rows: [Double], mean: Double, centres: [Double]) {
      self.rows = rows
      largestCentre = centres.max() ?? 0
      meanAndCentre = 2 * (mean * largestCentre).squareRoot()
      halves = centres.map { Float($0 / 2) }
    }

    /// What rounding may do to a row's squared distances.
    fileprivate func slack(of row: Int) -> Float {
      Float(CentreBounds.rounding * (rows[row] + largestCentre + meanAndCentre))
    }

    /// A row's distance from a centre, with the slack added to its square.
    fileprivate func distance(of row: Int, half: Float, slack: Float) -> Float {
      max(Float(rows[row]) + 2 * half + slack, 0).squareRoot()
    }
  }
}
