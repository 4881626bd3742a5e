import Basics
import Videos

/// Pictures in rows, each with an edge in a colour and two lines of text below.
package struct ContactSheet: Figure {
  /// A picture and what is written below it.
  package struct Entry: Sendable {
    /// The picture.
    package var picture: RGBImage
    /// The first line; its end is kept if it is too long, since names of files differ there.
    package var name: String
    /// The second line.
    package var remark: String
    /// The colour of the edge.
    package var colour: Colour

    /// Describes an entry.
    package init(picture: RGBImage, name: String, remark: String, colour: Colour) {
      (self.picture, self.name, self.remark, self.colour) = (picture, name, remark, colour)
    }
  }

  /// The width in units.
  package let width: Double
  /// The height in units.
  package let height: Double
  /// Two pixels a unit.
  package let pixelsPerUnit = 2.0

  private let entries: [Entry]
  private let pictures: [PreparedPicture]
  private let columns: Int
  private let heading: Heading
  private let cell: (width: Double, height: Double)

  private static let margin = 24.0
  private static let gap = 12.0
  private static let edge = 3.0
  private static let longestSide = 128.0
  private static let textHeight = 34.0
  private static let nameStyle = TextStyle(size: 10.5)
  private static let remarkStyle = TextStyle(size: 10.5, colour: .faintInk)

  /// Arranges the sheet.
  ///
  /// - Parameters:
  ///   - entries: the pictures, all of one shape.
  ///   - title: the lines above them; the first is the title.
  ///   - columns: how many pictures a row has at most.
  ///   - threads: how many threads compress the pictures.
  /// - Throws: ``DrawingError`` if text cannot be measured, `PictureError`, or `ThreadError`.
  package init(_ entries: [Entry], title: [String], columns: Int = 6, threads: Int = 1) throws {
    self.entries = entries
    self.columns = max(1, min(columns, entries.count))
    let shape = entries.first?.picture
    let (own, other) = (Double(shape?.width ?? 1), Double(shape?.height ?? 1))
    let scale = Self.longestSide / max(own, other, 1)
    cell = (own * scale, other * scale)
    let rows = (entries.count + self.columns - 1) / self.columns
    width = 2 * Self.margin + Double(columns) * (Self.longestSide + Self.gap) - Self.gap
    let ruler = try Drawing.ruler()
    heading = Heading(title, within: width - 2 * Self.margin, ruler: ruler)
    height =
      2 * Self.margin + heading.height + Double(rows) * (cell.height + Self.textHeight + Self.gap)
    try ruler.finish()
    let size = (cell.width - 2 * Self.edge, cell.height - 2 * Self.edge)
    let detail = pixelsPerUnit
    pictures = try concurrentlyMade(entries.count, threads: threads) {
      try PreparedPicture(entries[$0].picture, covering: size, pixelsPerUnit: detail)
    }
  }

  /// Draws the pictures, row by row.
  package func draw(on drawing: Drawing) throws {
    heading.draw(on: drawing, at: Point(x: Self.margin, y: Self.margin))
    for (number, entry) in entries.enumerated() {
      let corner = Point(
        x: Self.margin + Double(number % columns) * (Self.longestSide + Self.gap),
        y: Self.margin + heading.height + Double(number / columns)
          * (cell.height + Self.textHeight + Self.gap))
      let frame = Rectangle(x: corner.x, y: corner.y, width: cell.width, height: cell.height)
      drawing.fill(frame, entry.colour)
      try drawing.paint(
        pictures[number],
        covering: Rectangle(
          x: frame.x + Self.edge, y: frame.y + Self.edge, width: frame.width - 2 * Self.edge,
          height: frame.height - 2 * Self.edge))
      let name = Self.shortened(entry.name, on: drawing)
      drawing.text(
        name, at: Point(x: corner.x, y: corner.y + cell.height + 13), Self.nameStyle)
      drawing.text(
        drawing.shortened(entry.remark, Self.remarkStyle, within: Self.longestSide),
        at: Point(x: corner.x, y: corner.y + cell.height + 27), Self.remarkStyle)
    }
  }

  private static func shortened(_ name: String, on drawing: Drawing) -> String {
    guard drawing.width(of: name, nameStyle) > longestSide else { return name }
    var end = Substring(name)
    while !end.isEmpty, drawing.width(of: "…" + end, nameStyle) > longestSide {
      end = end.dropFirst()
    }
    return "…" + end
  }
}
