/// The confusion matrix of a classifier: a row a true category, a column a predicted one.
///
/// The shade of a cell is its share of the row, which makes categories of different sizes comparable.
/// Cells show their counts if there is room. Columns have names if these fit, else the rows' numbers.
package struct ConfusionFigure: Figure {
  /// The width in units.
  package let width: Double
  /// The height in units.
  package let height: Double

  private let counts: [[Int]]
  private let heading: Heading
  private let grid: Rectangle
  private let cell: Double
  private let rowNames: [String]
  private let columnNames: [String]
  private let style: TextStyle

  private static let margin = 36.0
  private static let leastWidth = 640.0
  private static let labelStyle = TextStyle(size: 12.5)
  /// The largest number of categories with counts in the cells.
  private static let countedCategories = 20

  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - categories: the names of the categories.
  ///   - counts: for every true category, how often each category was predicted.
  ///   - title: the lines above it; the first is the title.
  /// - Throws: ``DrawingError`` if text cannot be measured.
  package init(categories: [String], counts: [[Int]], title: [String]) throws {
    precondition(
      counts.count == categories.count && counts.allSatisfy { $0.count == categories.count },
      "a confusion matrix is square")
    let ruler = try Drawing.ruler()
    let cell = min(max(640 / Double(max(categories.count, 1)), 9), 84)
    let style = TextStyle(size: min(12.5, 0.8 * cell))
    let areNamed = categories.allSatisfy { ruler.width(of: $0, style) <= cell - 6 }
    rowNames = categories.enumerated().map { index, name in
      ruler.shortened(areNamed ? name : "\(index + 1)  \(name)", style, within: 220)
    }
    // Only every fifth number if all numbers would touch.
    columnNames = categories.enumerated().map { index, name in
      if areNamed { return name }
      return cell >= 18 || (index + 1).isMultiple(of: 5) ? "\(index + 1)" : ""
    }
    let left =
      Self.margin + 10 + (rowNames.map { ruler.width(of: $0, style) }.max() ?? 0)
    let side = Double(categories.count) * cell
    width = max(left + side + Self.margin, Self.leastWidth).rounded(.up)
    heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    grid = Rectangle(x: left, y: Self.margin + heading.height + 44, width: side, height: side)
    height = (grid.bottom + 30 + Self.margin).rounded(.up)
    self.counts = counts
    self.cell = cell
    self.style = style
    try ruler.finish()
  }

  /// Draws the cells, and the names of the rows and columns.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    drawing.text("predicted", at: Point(x: grid.x, y: grid.y - 28), Self.labelStyle)
    drawing.text(
      "true", at: Point(x: grid.x - 8, y: grid.y - 8), Self.labelStyle, alignment: .trailing)
    drawing.fill(grid, .panel)
    for (row, counts) in counts.enumerated() {
      let middle = grid.y + (Double(row) + 0.5) * cell + 0.36 * style.size
      drawing.text(
        rowNames[row], at: Point(x: grid.x - 8, y: middle), style, alignment: .trailing)
      drawing.text(
        columnNames[row], at: Point(x: grid.x + (Double(row) + 0.5) * cell, y: grid.y - 8), style,
        alignment: .centre)
      let total = counts.reduce(0, +)
      for (column, count) in counts.enumerated() where count > 0 {
        draw(count, of: total, row: row, column: column, middle: middle, on: drawing)
      }
    }
    drawing.text(
      "shade: share of the true category's frames; grey is none, full blue all of them",
      at: Point(x: Self.margin, y: grid.bottom + 28),
      TextStyle(size: 12, colour: .faintInk))
  }

  private func draw(
    _ count: Int, of total: Int, row: Int, column: Int, middle: Double, on drawing: Drawing
  ) {
    let share = Double(count) / Double(total)
    let place = Rectangle(
      x: grid.x + Double(column) * cell, y: grid.y + Double(row) * cell, width: cell, height: cell)
    let gap = counts.count <= Self.countedCategories ? 1.0 : 0.25
    drawing.fill(place.inset(by: gap), Self.blue, opacity: Self.opacity(of: share))
    guard counts.count <= Self.countedCategories else { return }
    drawing.text(
      NumberText.count(count), at: Point(x: place.centre.x, y: middle),
      TextStyle(
        size: style.size, colour: Self.colours(of: share, drawing.theme).text, isFinal: true),
      alignment: .centre)
  }

  private static let blue = Colour(0x0072B2)

  /// The lightest shade differs from the ground; otherwise rare mistakes would be invisible.
  private static func opacity(of share: Double) -> Double { 0.08 + 0.92 * share }

  /// What is seen in a cell.
  ///
  /// - Parameters:
  ///   - share: the cell's share of its row, above 0.
  ///   - theme: the page that is drawn for.
  /// - Returns: the shade and the colour of the count.
  package static func colours(of share: Double, _ theme: Theme) -> (fill: Colour, text: Colour) {
    let fill = theme.colour(blue).over(theme.colour(.panel), opacity: opacity(of: share))
    return (fill, fill.text(theme))
  }
}
