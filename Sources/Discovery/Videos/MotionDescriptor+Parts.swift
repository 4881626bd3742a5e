extension MotionDescriptor {
  /// One row of many: the means within quarters, behind each other, of length 1 in all.
  ///
  /// - Parameter rows: evenly spaced in time; none gives zeros.
  public static func parted(_ rows: Features) -> [Float] {
    var sums = [Float](repeating: 0, count: parts * rows.dimension)
    var weights = [Float](repeating: 0, count: parts)
    for row in 0..<rows.rows {
      for (part, weight) in Self.parts(of: row, among: rows.rows) {
        weights[part] += weight
        for (column, value) in rows[row].enumerated() {
          sums[part * rows.dimension + column] += weight * value
        }
      }
    }
    for part in 0..<parts where weights[part] > 0 {
      for column in 0..<rows.dimension { sums[part * rows.dimension + column] /= weights[part] }
    }
    return Features(rows: 1, dimension: sums.count, values: sums).rowsNormalised().values
  }
}
