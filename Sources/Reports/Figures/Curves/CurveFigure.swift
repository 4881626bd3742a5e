/// Curves over one quantity, with bands that say what some values mean.
///
/// A curve of more values than fit side by side is drawn as the mean of neighbouring ones over the
/// range that they span, so that neither the trend nor the noise is hidden.
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
  /// What the reader must know about the values.
  package let note: String

  private static let margin = 36.0
  private static let plotHeight = 320.0
  private static let tickStyle = TextStyle(size: 12, colour: .faintInk)
  private static let labelStyle = TextStyle(size: 12.5)

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - curves: what to draw; curves without values leave an empty diagram.
  ///   - title: what stands above it; the first line is the title.
  ///   - xLabel: what `x` counts, such as `step`.
  ///   - yLabel: what `y` measures.
  ///   - bands: ranges of `y` to mark.
  /// - Throws: ``DrawingError`` if text can't be measured.
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
      default: "\(Printed.count(dropped, "value")) not finite, not drawn"
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
        TextStyle(size: 12, colour: Colour(0x8A4B00), halo: .white), alignment: .trailing)
    }
  }

  /// Names the curves above the plot, from the right; one curve alone is named by its axis.
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
