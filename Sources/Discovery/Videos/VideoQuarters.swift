/// The four quarters of a video, neighbouring ones sharing what lies between their middles.
public enum VideoQuarters {
  /// How many there are.
  public static let count = 4

  /// The means of rows within each quarter, one behind the other.
  ///
  /// - Parameters:
  ///   - rows: evenly spaced in time.
  ///   - first: the first row that is taken.
  ///   - step: from one row that is taken to the next.
  /// - Returns: ``count`` × dimension numbers; zeros for a quarter that no row belongs to.
  public static func means(of rows: Features, from first: Int = 0, by step: Int = 1) -> [Float] {
    let dimension = rows.dimension
    var sums = [Float](repeating: 0, count: count * dimension)
    var weights = [Float](repeating: 0, count: count)
    for row in stride(from: first, to: rows.rows, by: step) {
      let place = (Float(row) + 0.5) / Float(rows.rows) * Float(count) - 0.5
      let earlier = Int(place.rounded(.down))
      let share = place - Float(earlier)
      for (part, weight) in [(max(earlier, 0), 1 - share), (min(earlier + 1, count - 1), share)] {
        weights[part] += weight
        for (column, value) in rows[row].enumerated() {
          sums[part * dimension + column] += weight * value
        }
      }
    }
    for part in 0..<count where weights[part] > 0 {
      for index in part * dimension..<(part + 1) * dimension { sums[index] /= weights[part] }
    }
    return sums
  }
}
