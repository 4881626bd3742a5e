import Basics

/// A small chart of a curve for a terminal.
struct TerminalChart {
  /// How many lines the curve takes.
  static let height = 8

  /// The points: steps in order, with a value each.
  let points: [(step: Double, value: Double)]
  /// Whether the terminal shows more than ASCII.
  let isUnicode: Bool

  /// The mean loss of each bucket of some curves.
  init(_ curves: LogCurves, isUnicode: Bool) {
    self.isUnicode = isUnicode
    points = curves.columns[LogColumn.loss.rawValue].enumerated().compactMap { place, bucket in
      guard bucket.count > 0 else { return nil }
      let step = Double(curves.firstStep + place * curves.width) + Double(curves.width - 1) / 2
      return (step, Double(bucket.mean))
    }
  }

  /// Draws the curve.
  ///
  /// - Parameter columns: how wide a line may be.
  /// - Returns: the lines, with the range of values at their left; none for fewer than two points.
  func lines(columns: Int) -> [String] {
    guard points.count > 1, let low = points.map(\.value).min(),
      let high = points.map(\.value).max(),
      let first = points.first?.step, let last = points.last?.step, last > first
    else { return [] }
    let labels = (0..<Self.height).map { row -> String in
      row == 0 ? Self.text(high) : row == Self.height - 1 ? Self.text(low) : ""
    }
    let margin = labels.map(\.count).max() ?? 0
    let width = max(columns - margin - 2, 10)
    // A braille sign has two columns of four dots.
    let (across, down) = isUnicode ? (2, 4) : (1, 1)
    let (dotsAcross, dotsDown) = (width * across, Self.height * down)
    var (sums, counts) = (
      [Double](repeating: 0, count: dotsAcross), [Int](repeating: 0, count: dotsAcross)
    )
    for point in points {
      let x = min(Int((point.step - first) / (last - first) * Double(dotsAcross)), dotsAcross - 1)
      sums[x] += point.value
      counts[x] += 1
    }
    var cells = [[UInt32]](repeating: [UInt32](repeating: 0, count: width), count: Self.height)
    for x in 0..<dotsAcross where counts[x] > 0 {
      let value = sums[x] / Double(counts[x])
      let share = high > low ? (high - value) / (high - low) : 0.5
      let y = min(Int((share * Double(dotsDown - 1)).rounded()), dotsDown - 1)
      cells[y / down][x / across] |= Self.dots[x % across][y % down]
    }
    return cells.enumerated().map { row, cells in
      let curve = cells.map { cell -> String in
        guard cell != 0 else { return " " }
        guard isUnicode else { return "*" }
        return Unicode.Scalar(0x2800 + cell).map { String(Character($0)) } ?? "*"
      }.joined()
      let label = String(repeating: " ", count: margin - labels[row].count) + labels[row]
      let line = label + (isUnicode ? " ┤" : " |") + curve
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The bits of a braille sign, by column and row (Unicode, Braille Patterns).
  private static let dots: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// A number with about four digits.
  private static func text(_ value: Double) -> String {
    guard abs(value) < 1e5, abs(value) >= 1e-3 || value == 0 else { return "\(Float(value))" }
    return "\((value * 1000).rounded() / 1000)"
  }
}
