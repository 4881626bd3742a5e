import Videos

/// Frames as they are stored and as the network sees them, a row a frame.
package struct ViewsFigure: Figure {
  /// The width in units.
  package let width: Double
  /// The height in units.
  package let height: Double

  private let rows: [[RGBImage]]
  private let heading: Heading

  private static let margin = 24.0
  private static let cell = 116.0
  private static let gap = 4.0
  /// The gap between the stored frame and its views.
  private static let aside = 16.0

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - rows: for every frame, the stored picture and its views; all rows are equally long.
  ///   - title: the lines above it; the first is the title.
  /// - Throws: ``DrawingError`` if text cannot be measured.
  package init(_ rows: [[RGBImage]], title: [String]) throws {
    self.rows = rows
    let columns = Double(rows.map(\.count).max() ?? 0)
    width = 2 * Self.margin + columns * (Self.cell + Self.gap) + Self.aside
    let ruler = try Drawing.ruler()
    heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    height = 2 * Self.margin + heading.height + Double(rows.count) * (Self.cell + Self.gap)
    try ruler.finish()
  }

  /// Draws the pictures.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    for (y, row) in rows.enumerated() {
      for (x, picture) in row.enumerated() {
        let rectangle = Rectangle(
          x: Self.margin + Double(x) * (Self.cell + Self.gap) + (x > 0 ? Self.aside : 0),
          y: Self.margin + heading.height + Double(y) * (Self.cell + Self.gap), width: Self.cell,
          height: Self.cell)
        try drawing.paint(picture, covering: rectangle)
      }
    }
  }
}
