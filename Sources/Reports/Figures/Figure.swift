import Basics
import Videos

/// A figure: the same code draws it as a picture and as an SVG.
package protocol Figure {
  /// The width in the figure's own units, which SVG viewers show as pixels.
  var width: Double { get }
  /// The height in the figure's own units.
  var height: Double { get }
  /// The scale of the picture: pixels a unit.
  var pixelsPerUnit: Double { get }
  /// Draws the figure.
  ///
  /// - Parameter drawing: the drawing to draw on.
  /// - Throws: ``DrawingError``, or an error of a closure that the figure was made with.
  func draw(on drawing: Drawing) throws
}

extension Figure {
  /// Two pixels a unit: pictures are sharp in print and on dense screens.
  package var pixelsPerUnit: Double { 2 }

  /// Draws the figure as a picture.
  ///
  /// - Returns: the pixels.
  /// - Throws: ``DrawingError``, or an error of ``draw(on:)``.
  package func picture() throws -> RGBImage { try painted().picture() }

  /// Draws the figure as PNG.
  ///
  /// - Returns: the bytes of the file.
  /// - Throws: ``DrawingError``, or an error of ``draw(on:)``.
  package func png() throws -> [UInt8] { try painted().png() }

  /// Draws the figure as SVG.
  ///
  /// - Parameter theme: the page that is drawn for.
  /// - Returns: the bytes of the file.
  /// - Throws: ``DrawingError``, or an error of ``draw(on:)``.
  package func svg(_ theme: Theme = .light) throws -> [UInt8] {
    let surface = try Surface(.svg, width: width, height: height)
    let drawing = try Drawing(on: surface, scale: 1, theme: theme, pixelsPerUnit: pixelsPerUnit)
    try draw(on: drawing)
    try drawing.finish()
    return try surface.finish()
  }

  /// Draws the figure as PDF, three quarters of a point a unit: as large as the SVG on paper.
  ///
  /// - Returns: the bytes of the file.
  /// - Throws: ``DrawingError``, or an error of ``draw(on:)``.
  package func pdf() throws -> [UInt8] {
    let surface = try pdfSurface()
    let drawing = try pdfDrawing(on: surface)
    try draw(on: drawing)
    try drawing.finish()
    return try surface.finish()
  }

  /// Makes the surface of a PDF.
  func pdfSurface() throws -> Surface {
    try Surface(.pdf, width: Self.points * width, height: Self.points * height)
  }

  /// Begins a PDF.
  func pdfDrawing(on surface: Surface) throws -> Drawing {
    try Drawing(on: surface, scale: Self.points, pixelsPerUnit: pixelsPerUnit)
  }

  /// Points a unit: a unit is a pixel of a page, 1/96 inch, and a point is 1/72.
  private static var points: Double { 0.75 }

  /// Writes the figure to a PNG file.
  ///
  /// If this fails, no file is left.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``DrawingError``, an error of ``draw(on:)``, or a `SystemCallError` that names the file.
  package func write(png path: String) throws { try DurableFile.write(png(), to: path) }

  /// Writes the figure to an SVG file.
  ///
  /// If this fails, no file is left.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``DrawingError``, an error of ``draw(on:)``, or a `SystemCallError` that names the file.
  package func write(svg path: String) throws { try DurableFile.write(svg(), to: path) }

  /// Draws the figure as a picture that is still to be encoded.
  func painted() throws -> Surface {
    let surface = try Surface(
      width: Int((width * pixelsPerUnit).rounded()), height: Int((height * pixelsPerUnit).rounded())
    )
    let drawing = try Drawing(on: surface, scale: pixelsPerUnit)
    try draw(on: drawing)
    try drawing.finish()
    return surface
  }
}

/// The text above a figure: a title, and smaller lines below it.
package struct Heading {
  /// The height, with the gap below.
  let height: Double
  private let lines: [(text: String, style: TextStyle, baseline: Double)]

  /// Breaks the lines to fit a width.
  ///
  /// - Parameters:
  ///   - title: the lines; the first is the title.
  ///   - width: the largest width of a line.
  ///   - scale: the size of the letters; 1 suits a figure 1 200 units wide.
  ///   - ruler: a drawing that measures text.
  init(_ title: [String], within width: Double, scale: Double = 1, ruler: Drawing) {
    var lines: [(String, TextStyle, Double)] = []
    var baseline = 0.0
    for (index, text) in title.enumerated() {
      let style =
        index == 0
        ? TextStyle(size: 21 * scale, isBold: true)
        : TextStyle(size: 13.5 * scale, colour: .faintInk)
      for line in ruler.lines(of: text, style, within: width) {
        baseline += lines.isEmpty ? style.size : 1.45 * style.size
        lines.append((line, style, baseline))
      }
    }
    self.lines = lines
    height = lines.isEmpty ? 0 : baseline + 20 * scale
  }

  /// The lines as they are drawn.
  package var texts: [String] { lines.map(\.text) }

  /// Draws the lines below and to the right of a corner.
  func draw(on drawing: Drawing, at corner: Point) {
    for line in lines {
      drawing.text(line.text, at: Point(x: corner.x, y: corner.y + line.baseline), line.style)
    }
  }
}
