import Basics

/// A vector of numbers for each of some frames (or videos), one a row.
package struct Features: Equatable, Sendable {
  /// How many vectors there are.
  package let rows: Int
  /// How many numbers a vector has.
  package let dimension: Int
  /// All numbers, row by row.
  package let values: [Float]

  /// Puts vectors together.
  ///
  /// - Parameters:
  ///   - rows: how many vectors there are.
  ///   - dimension: how many numbers a vector has.
  ///   - values: rows × dimension numbers, row by row.
  package init(rows: Int, dimension: Int, values: [Float]) {
    precondition(values.count == rows * dimension, "features must fill their rows")
    self.rows = rows
    self.dimension = dimension
    self.values = values
  }

  /// One vector.
  package subscript(row: Int) -> ArraySlice<Float> {
    values[row * dimension..<(row + 1) * dimension]
  }

  /// Makes sure that every number is finite, since one that is not spoils every distance.
  ///
  /// - Parameter threads: how many threads look.
  /// - Throws: ``NumericsError/notFinite(row:column:)``, naming the first that is not.
  package func checkFinite(threads: Int = 1) throws {
    let stretch = 1 << 16
    let areFinite = filled(
      (values.count + stretch - 1) / stretch, with: true, stretch: 1, threads: threads
    ) { pieces, areFinite in
      for piece in pieces {
        let numbers = values[piece * stretch..<min((piece + 1) * stretch, values.count)]
        // Without a way out, which would keep the loop from being vectorised.
        areFinite[piece] = numbers.reduce(true) { $0 && $1.isFinite }
      }
    }
    guard areFinite.contains(false),
      let index = values.firstIndex(where: { !$0.isFinite })
    else { return }
    throw NumericsError.notFinite(row: index / dimension, column: index % dimension)
  }
}

extension Features {
  /// Some rows, in the order wanted.
  package func rows(_ places: [Int]) -> Features {
    Features(rows: places.count, dimension: dimension, values: places.flatMap { self[$0] })
  }
}
