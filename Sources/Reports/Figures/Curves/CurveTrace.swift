/// A curve reduced to as many columns as can be told apart.
package struct CurveTrace {
  /// Neighbouring values as one.
  package struct Column: Equatable {
    package var x: Double
    package var mean: Double
    package var lowest: Double
    package var highest: Double
  }

  /// From left to right.
  package let columns: [Column]
  /// Whether columns stand for several values each.
  package let isSummary: Bool

  /// Reduces a curve.
  ///
  /// - Parameters:
  ///   - curve: finite values, `x` ascending.
  ///   - columns: how many columns there are at most.
  /// - Complexity: O(values).
  package init(_ curve: Curve, columns: Int) {
    let values = curve.values
    isSummary = values.count > columns
    let count = min(values.count, columns)
    self.columns = (0..<count).map { column in
      let part = values[(column * values.count / count)..<((column + 1) * values.count / count)]
      let size = Double(part.count)
      return Column(
        x: part.reduce(0) { $0 + $1.x / size }, mean: part.reduce(0) { $0 + $1.y / size },
        lowest: part.reduce(.infinity) { min($0, $1.y) },
        highest: part.reduce(-.infinity) { max($0, $1.y) })
    }
  }
}
