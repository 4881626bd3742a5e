import Videos

/// The filters of a network's first layer, as pictures: what it looks for in raw pixels.
///
/// Learned filters show edges, waves and colours. Filters of a network that learned nothing look like noise
/// (Krizhevsky, Sutskever and Hinton 2012, figure 3).
package struct FilterFigure: Figure {
  /// The width in units.
  package let width: Double
  /// The height in units.
  package let height: Double

  private let pictures: [RGBImage]
  private let columns: Int
  private let heading: Heading

  private static let margin = 24.0
  private static let cell = 48.0
  private static let gap = 6.0

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - filters: the filters.
  ///   - title: the lines above it; the first is the title.
  /// - Throws: ``DrawingError`` if text cannot be measured.
  package init(_ filters: FilterBank, title: [String]) throws {
    pictures = (0..<filters.count).map(filters.picture(of:))
    columns = min(max(Int(Double(pictures.count).squareRoot() * 1.5), 8), 16)
    let rows = (pictures.count + columns - 1) / columns
    width = 2 * Self.margin + Double(columns) * (Self.cell + Self.gap) - Self.gap
    let ruler = try Drawing.ruler()
    heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    height = 2 * Self.margin + heading.height + Double(rows) * (Self.cell + Self.gap) - Self.gap
    try ruler.finish()
  }

  /// Draws the filters, row by row.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    for (number, picture) in pictures.enumerated() {
      let (row, column) = (Double(number / columns), Double(number % columns))
      try drawing.paint(
        picture,
        covering: Rectangle(
          x: Self.margin + column * (Self.cell + Self.gap),
          y: Self.margin + heading.height + row * (Self.cell + Self.gap), width: Self.cell,
          height: Self.cell))
    }
  }
}

/// The kernels of a first layer that sees red, green and blue.
public struct FilterBank: Equatable, Sendable {
  /// The number of filters.
  public let count: Int
  private let side: Int
  private let values: [Float]

  /// Takes kernels.
  ///
  /// - Parameters:
  ///   - side: the width and the height of a kernel.
  ///   - values: side × side × 3 × filters numbers, as in a checkpoint.
  public init?(side: Int, values: [Float]) {
    let numbers = side * side * 3
    guard numbers > 0, !values.isEmpty, values.count.isMultiple(of: numbers) else { return nil }
    (self.side, self.values, count) = (side, values, values.count / numbers)
  }

  /// The pixels of a filter's cell: large enough that its weights stay squares.
  private static let cell = 96

  /// One filter as a picture: its smallest weight is 0 and its largest 255, in all colours alike.
  ///
  /// - Parameter filter: the number of the filter.
  package func picture(of filter: Int) -> RGBImage {
    let weights = (0..<side * side * 3).map { values[$0 * count + filter] }
    let (low, high) = (weights.min() ?? 0, weights.max() ?? 0)
    let scale = high > low ? 255 / (high - low) : 0
    var picture = RGBImage(width: Self.cell, height: Self.cell)
    for y in 0..<Self.cell {
      for x in 0..<Self.cell {
        let start = (y * side / Self.cell * side + x * side / Self.cell) * 3
        let colour = (0..<3).map { UInt8(((weights[start + $0] - low) * scale).rounded()) }
        picture[x, y] = (colour[0], colour[1], colour[2])
      }
    }
    return picture
  }
}
