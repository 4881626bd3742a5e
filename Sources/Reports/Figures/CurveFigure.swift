/// A quantity as a function of another: the loss over the steps, for example.
package struct Curve: Sendable {
  /// Its name in the legend.
  package var name: String
  /// The values in any order; those that are not finite are not drawn.
  package var values: [(x: Double, y: Double)]

  /// Names values.
  ///
  /// - Parameters:
  ///   - name: the name in the legend.
  ///   - values: the values in any order.
  package init(name: String, values: [(x: Double, y: Double)]) {
    (self.name, self.values) = (name, values)
  }
}

/// A range of values with a meaning: losses without learning, for example.
package struct Band: Sendable {
  /// The range, in the unit of the curves.
  package var range: ClosedRange<Double>
  /// The meaning, in a few words.
  package var meaning: String

  /// Gives a range a meaning.
  ///
  /// - Parameters:
  ///   - range: the range, in the unit of the curves.
  ///   - meaning: the meaning, in a few words.
  package init(_ range: ClosedRange<Double>, meaning: String) {
    (self.range, self.meaning) = (range, meaning)
  }
}

/// Curves in one diagram, with bands that mark ranges of values.
///
/// A curve may have more values than fit side by side. It is then drawn as the mean and the range of
/// neighbouring values: both the trend and the noise stay visible.
package struct CurveFigure: Figure {
  /// The width in units.
  package let width = 920.0
  /// The height in units.
  package let height: Double

  private let curves: [Curve]
  private let bands: [Band]
  private let labels: (x: String, y: String)
  private let heading: Heading
  private let xAxis: Axis
  private let yAxis: Axis
  private let plot: Rectangle
  /// A remark below the plot about missing values; empty if there are none missing.
  package let note: String

  private static let margin = 36.0
  private static let plotHeight = 320.0
  private static let tickStyle = TextStyle(size: 12, colour: .faintInk)
  private static let labelStyle = TextStyle(size: 12.5)

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - curves: the curves; without values the diagram is empty.
  ///   - title: the lines above it; the first is the title.
  ///   - xLabel: the name of the horizontal axis: `step`, for example.
  ///   - yLabel: the name of the vertical axis.
  ///   - bands: ranges of `y` to mark.
  /// - Throws: ``DrawingError`` if text cannot be measured.
  package init(
    _ curves: [Curve], title: [String], xLabel: String, yLabel: String, bands: [Band] = []
  ) throws {
    let ruler = try Drawing.ruler()
    self.curves = curves.map { curve in
      Curve(
        name: curve.name,
        values: curve.values.filter { $0.x.isFinite && $0.y.isFinite }.sorted { $0.x < $1.x })
    }
    self.bands = bands
    labels = (xLabel, yLabel)
    xAxis = Axis(self.curves.flatMap { $0.values.map(\.x) }, count: 8, isTight: true)
    yAxis = Axis(
      self.curves.flatMap { $0.values.map(\.y) }
        + bands.flatMap { [$0.range.lowerBound, $0.range.upperBound] }, count: 6)
    heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    let left =
      Self.margin + 12
      + (yAxis.ticks.map { [yAxis] in ruler.width(of: yAxis.label($0), Self.tickStyle) }.max() ?? 0)
    plot = Rectangle(
      x: left, y: Self.margin + heading.height + 26, width: width - Self.margin - left,
      height: Self.plotHeight)
    let dropped = zip(curves, self.curves).map { $0.values.count - $1.values.count }.reduce(0, +)
    note =
      switch (self.curves.allSatisfy(\.values.isEmpty), dropped) {
      case (true, 0): "No values were recorded."
      case (_, 0): ""
      default: "\(NumberText.count(dropped, "value")) not finite, not drawn"
      }
    height = plot.bottom + 44 + Self.margin
    try ruler.finish()
  }

  /// Draws the axes, bands and curves.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    drawAxes(on: drawing)
    let palette = Palette(count: curves.count)
    for (number, curve) in curves.enumerated() {
      draw(CurveTrace(curve, columns: Int(plot.width / 5)), palette[number], on: drawing)
    }
    drawBandMeanings(on: drawing)
    drawLegend(palette, on: drawing)
  }

  private func drawAxes(on drawing: Drawing) {
    for band in bands {
      let (top, bottom) = (y(band.range.upperBound), y(band.range.lowerBound))
      drawing.fill(
        Rectangle(x: plot.x, y: top, width: plot.width, height: max(bottom - top, 1)),
        Colour(0xE69F00), opacity: 0.22)
    }
    for tick in yAxis.ticks {
      let y = y(tick)
      drawing.stroke([Point(x: plot.x, y: y), Point(x: plot.right, y: y)], .hairline, width: 1)
      drawing.text(
        yAxis.label(tick), at: Point(x: plot.x - 8, y: y + 4.3), Self.tickStyle,
        alignment: .trailing)
    }
    for tick in xAxis.ticks {
      drawing.text(
        xAxis.label(tick), at: Point(x: x(tick), y: plot.bottom + 19), Self.tickStyle,
        alignment: .centre)
    }
    drawing.text(labels.y, at: Point(x: Self.margin, y: plot.y - 12), Self.labelStyle)
    drawing.text(
      labels.x, at: Point(x: plot.right, y: plot.bottom + 38), Self.labelStyle,
      alignment: .trailing)
    drawing.text(note, at: Point(x: plot.x, y: plot.bottom + 38), Self.labelStyle)
  }

  private func draw(_ trace: CurveTrace, _ colour: Colour, on drawing: Drawing) {
    func place(_ x: Double, _ y: Double) -> Point { Point(x: self.x(x), y: self.y(y)) }
    if trace.isSummary {
      drawing.fill(
        trace.columns.map { place($0.x, $0.highest) }
          + trace.columns.reversed().map { place($0.x, $0.lowest) }, colour, opacity: 0.2)
    }
    let line = trace.columns.map { place($0.x, $0.mean) }
    drawing.stroke(line, colour, width: 2)
    if line.count <= 40 { drawing.mark(line, .circle, radius: 3, colour) }
  }

  private func drawBandMeanings(on drawing: Drawing) {
    for band in bands {
      let range = yAxis.label(band.range)
      drawing.text(
        "\(range): \(band.meaning)", at: Point(x: plot.right - 8, y: y(band.range.upperBound) - 6),
        TextStyle(size: 12, colour: .warningText, halo: .white), alignment: .trailing)
    }
  }

  /// Names the curves above the plot, from the right; a single curve is named by its axis.
  private func drawLegend(_ palette: Palette, on drawing: Drawing) {
    guard curves.count > 1 else { return }
    var right = plot.right
    for (number, curve) in curves.enumerated().reversed() {
      drawing.text(
        curve.name, at: Point(x: right, y: plot.y - 12), Self.labelStyle, alignment: .trailing)
      right -= drawing.width(of: curve.name, Self.labelStyle) + 24
      drawing.stroke(
        [Point(x: right, y: plot.y - 16), Point(x: right + 16, y: plot.y - 16)], palette[number],
        width: 3)
      right -= 16
    }
  }

  private func x(_ value: Double) -> Double { plot.x + xAxis.share(of: value) * plot.width }
  private func y(_ value: Double) -> Double { plot.bottom - yAxis.share(of: value) * plot.height }
}

/// A curve, reduced to as many columns as can be distinguished.
package struct CurveTrace {
  /// A summary of neighbouring values.
  package struct Column: Equatable {
    /// The mean of `x`.
    package let x: Double
    /// The mean of `y`.
    package let mean: Double
    /// The smallest `y`.
    package let lowest: Double
    /// The largest `y`.
    package let highest: Double
  }

  /// The columns from left to right.
  package let columns: [Column]
  /// Whether a column can stand for several values.
  package let isSummary: Bool

  /// Reduces a curve.
  ///
  /// - Parameters:
  ///   - curve: a curve with finite values and ascending `x`.
  ///   - columns: the largest number of columns.
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
