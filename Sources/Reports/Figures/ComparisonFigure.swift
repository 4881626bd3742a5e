/// Runs side by side: a dot at the mean, and a line of one standard deviation to either side.
///
/// Every group of runs is a row. Every panel has its own axis. The names of the rows are left of the
/// first panel.
package struct ComparisonFigure: Figure {
  /// The width in units.
  package let width = 960.0
  /// The height in units.
  package let height: Double

  private struct Panel {
    var title: String
    var label: String
    var axis: Axis
    var plot: Rectangle

    func x(_ value: Double) -> Double {
      plot.x + min(max(axis.share(of: value), 0), 1) * plot.width
    }
  }

  private let rows: [Row]
  private let panels: [Panel]
  private let heading: Heading
  /// The names of the rows as they are drawn; long names are shortened.
  package let names: [String]

  private static let margin = 36.0
  private static let gap = 56.0
  /// The height of a panel's title.
  private static let titleHeight = 30.0
  private static let rowHeight = 28.0
  /// The largest width of a name.
  package static let nameWidth = 220.0
  /// The look of a name.
  package static let nameStyle = TextStyle(size: 13)
  private static let faintNameStyle = TextStyle(size: 13, colour: .faintInk)
  private static let titleStyle = TextStyle(size: 14, isBold: true)
  private static let tickStyle = TextStyle(size: 12, colour: .faintInk)
  private static let labelStyle = TextStyle(size: 12.5)

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - rows: the rows from top to bottom; each has a value a panel.
  ///   - panels: the title of every panel and the label of its axis; at least one panel.
  ///   - title: the lines above it; the first is the title.
  /// - Throws: ``DrawingError`` if text cannot be measured.
  package init(
    _ rows: [Row], panels: [(title: String, label: String)], title: [String]
  ) throws {
    precondition(
      !panels.isEmpty && rows.allSatisfy { $0.values.count == panels.count },
      "a row has a value a panel")
    let ruler = try Drawing.ruler()
    let heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    let left = Self.margin + Self.nameWidth + 12
    let count = Double(panels.count)
    let side = (width - Self.margin - left - (count - 1) * Self.gap) / count
    let top = Self.margin + heading.height + Self.titleHeight
    let tall = Double(rows.count) * Self.rowHeight
    self.panels = panels.enumerated().map { number, panel in
      Panel(
        title: ruler.shortened(panel.title, Self.titleStyle, within: side),
        label: ruler.shortened(panel.label, Self.labelStyle, within: side),
        axis: Axis(rows.flatMap { $0.values[number]?.ends ?? [] }, count: 5),
        plot: Rectangle(
          x: left + Double(number) * (side + Self.gap), y: top, width: side, height: tall))
    }
    names = rows.map { ruler.shortened($0.name, Self.nameStyle, within: Self.nameWidth) }
    height = top + tall + 44 + Self.margin
    self.heading = heading
    self.rows = rows
    try ruler.finish()
  }

  /// Draws the axes, the names and the values.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    for panel in panels { drawAxis(of: panel, on: drawing) }
    let top = Self.margin + heading.height + Self.titleHeight
    for (number, row) in rows.enumerated() {
      let middle = top + (Double(number) + 0.5) * Self.rowHeight
      drawing.text(
        names[number], at: Point(x: Self.margin + Self.nameWidth, y: middle + 4.7),
        row.isFaint ? Self.faintNameStyle : Self.nameStyle, alignment: .trailing)
      for (panel, value) in zip(panels, row.values) {
        guard let value, value.ends.allSatisfy(\.isFinite) else { continue }
        let colour = row.isFaint ? Colour.faintInk : Colour(0x0072B2)
        let ends = value.ends.map { Point(x: panel.x($0), y: middle) }
        if ends.count > 1 { drawing.stroke(ends, colour, width: 2) }
        drawing.mark([Point(x: panel.x(value.mean), y: middle)], .circle, radius: 4.5, colour)
      }
    }
  }

  private func drawAxis(of panel: Panel, on drawing: Drawing) {
    let plot = panel.plot
    drawing.text(panel.title, at: Point(x: plot.x, y: plot.y - 12), Self.titleStyle)
    for tick in panel.axis.ticks {
      let x = panel.x(tick)
      drawing.stroke(
        [Point(x: x, y: plot.y), Point(x: x, y: plot.bottom)], .hairline, width: 1)
      drawing.text(
        panel.axis.label(tick), at: Point(x: x, y: plot.bottom + 19), Self.tickStyle,
        alignment: .centre)
    }
    drawing.text(
      panel.label, at: Point(x: plot.right, y: plot.bottom + 38), Self.labelStyle,
      alignment: .trailing)
  }
}

extension ComparisonFigure {
  /// A row of the figure: its name, and a value a panel.
  package struct Row: Sendable {
    /// The name at the left.
    package var name: String
    /// Whether the row is drawn in grey, as baselines are.
    package var isFaint: Bool
    /// The value for every panel; nil leaves the place empty.
    package var values: [Value?]

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - name: the name at the left.
    ///   - isFaint: whether the row is drawn in grey, as baselines are.
    ///   - values: the value for every panel; nil leaves the place empty.
    package init(name: String, isFaint: Bool = false, values: [Value?]) {
      (self.name, self.isFaint, self.values) = (name, isFaint, values)
    }
  }

  /// A mean and a standard deviation.
  package struct Value: Equatable, Sendable {
    /// The place of the dot.
    package var mean: Double
    /// The length of the line to either side; nil for no line.
    package var deviation: Double?

    /// Makes a value.
    ///
    /// - Parameters:
    ///   - mean: the place of the dot.
    ///   - deviation: the length of the line to either side; nil for no line.
    package init(mean: Double, deviation: Double? = nil) {
      (self.mean, self.deviation) = (mean, deviation)
    }

    /// What an axis has to show: the ends of the line, or the dot.
    var ends: [Double] { deviation.map { [mean - $0, mean + $0] } ?? [mean] }
  }
}
