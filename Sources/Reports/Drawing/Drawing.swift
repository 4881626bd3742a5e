import CCairo
import Foundation
import Videos

/// A drawing in progress; the same calls make a picture and an SVG.
///
/// Cairo remembers its first error and ignores the calls after it. ``finish()`` reports that error.
package final class Drawing {
  private let surface: Surface
  let context: OpaquePointer
  let fontFamily: String
  /// The page that is drawn for; all colours are those that it gives.
  let theme: Theme
  private let pixelsPerUnit: Double
  private var codec: JPEGCodec?

  /// The font configuration's usual sans-serif family.
  package static let usualFontFamily = "sans-serif"

  /// Begins a drawing on the theme's ground.
  ///
  /// - Parameters:
  ///   - surface: the surface to draw on.
  ///   - scale: pixels a unit.
  ///   - theme: the page that is drawn for.
  ///   - fontFamily: the name of a font family; `@cairo:` is Cairo's built-in one.
  ///   - pixelsPerUnit: the finest detail that photographs have in a vector drawing.
  /// - Throws: ``DrawingError`` if there is no memory.
  package init(
    on surface: Surface, scale: Double, theme: Theme = .light,
    fontFamily: String = usualFontFamily, pixelsPerUnit: Double = 2
  ) throws {
    guard let context = cairo_create(surface.handle) else {
      throw DrawingError.refused(action: "drawing", status: 0, message: "no context")
    }
    self.surface = surface
    self.context = context
    self.fontFamily = fontFamily
    self.theme = theme
    self.pixelsPerUnit = pixelsPerUnit
    setSource(.white)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    useUnhintedText()
  }

  /// Makes an empty drawing that measures text before the size of a figure is known.
  ///
  /// - Throws: ``DrawingError`` if there is no memory.
  static func ruler() throws -> Drawing {
    try Drawing(on: Surface(width: 1, height: 1), scale: 1)
  }

  deinit { cairo_destroy(context) }

  /// Ends the drawing.
  ///
  /// - Throws: ``DrawingError`` if a call since the beginning failed.
  package func finish() throws {
    try Surface.check(cairo_status(context), "drawing")
  }

  /// Fills a rectangle; an opacity of 1 hides what is below.
  func fill(_ rectangle: Rectangle, _ colour: Colour, opacity: Double = 1) {
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    setSource(colour, opacity: opacity)
    cairo_fill(context)
  }

  /// Fills a polygon; an opacity of 1 hides what is below.
  func fill(_ outline: [Point], _ colour: Colour, opacity: Double = 1) {
    trace(outline)
    cairo_close_path(context)
    setSource(colour, opacity: opacity)
    cairo_fill(context)
  }

  /// Draws a line through points, with round ends and corners.
  func stroke(_ line: [Point], _ colour: Colour, width: Double) {
    trace(line)
    cairo_set_line_width(context, width)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    setSource(colour)
    cairo_stroke(context)
  }

  /// Draws a marker at every point, as one path: an SVG of 70 000 points stays small.
  ///
  /// - Parameters:
  ///   - points: the middles of the markers.
  ///   - marker: the shape.
  ///   - radius: the radius of a circle; other shapes look about as large.
  ///   - colour: the colour.
  ///   - opacity: 1 hides what is below.
  func mark(
    _ points: [Point], _ marker: Marker, radius: Double, _ colour: Colour, opacity: Double = 1
  ) {
    guard !points.isEmpty else { return }
    setSource(colour, opacity: opacity)
    guard marker != .circle else {
      // A line of length 0 with round ends is a dot. It takes a fifth of an arc's bytes.
      for point in points {
        cairo_move_to(context, point.x, point.y)
        cairo_line_to(context, point.x, point.y)
      }
      cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
      cairo_set_line_width(context, 2 * radius)
      cairo_stroke(context)
      return
    }
    let outline = marker.outline
    for point in points {
      trace(outline.map { Point(x: point.x + radius * $0.x, y: point.y + radius * $0.y) })
      cairo_close_path(context)
    }
    cairo_fill(context)
  }

  /// Scales a picture until it covers a rectangle and cuts off the rest evenly.
  ///
  /// - Parameters:
  ///   - picture: the picture.
  ///   - rectangle: the place to cover.
  ///   - place: a larger place that the picture's outermost pixels fill; nil for none.
  /// - Throws: ``DrawingError`` if there is no memory, or `PictureError`.
  func paint(
    _ picture: RGBImage, covering rectangle: Rectangle, filling place: Rectangle? = nil
  ) throws {
    guard surface.isVector else {
      return try paint(Surface(picture), of: picture, covering: rectangle, filling: place)
    }
    let codec = try codec ?? JPEGCodec()
    self.codec = codec
    let size = (rectangle.width, rectangle.height)
    try paint(
      PreparedPicture(picture, covering: size, pixelsPerUnit: pixelsPerUnit, codec: codec),
      covering: rectangle, filling: place)
  }

  /// Paints a picture that was prepared for the size of the rectangle.
  func paint(
    _ picture: PreparedPicture, covering rectangle: Rectangle, filling place: Rectangle? = nil
  ) throws {
    let shown = surface.isVector ? picture.small : picture.picture
    let source = try Surface(shown)
    if surface.isVector { try source.attach(picture.jpeg) }
    try paint(source, of: shown, covering: rectangle, filling: place)
  }

  private func paint(
    _ source: Surface, of picture: RGBImage, covering rectangle: Rectangle,
    filling place: Rectangle?
  ) throws {
    let width = Double(picture.width)
    let height = Double(picture.height)
    let scale = max(rectangle.width / width, rectangle.height / height)
    let visible = place ?? rectangle
    cairo_save(context)
    cairo_rectangle(context, visible.x, visible.y, visible.width, visible.height)
    cairo_clip(context)
    cairo_translate(
      context, rectangle.centre.x - scale * width / 2, rectangle.centre.y - scale * height / 2)
    cairo_scale(context, scale, scale)
    cairo_set_source_surface(context, source.handle, 0, 0)
    // Otherwise the outermost pixels blend with the transparent ground outside the picture. In a vector drawing
    // this would turn JPEG into pixels.
    if !surface.isVector {
      cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    }
    cairo_paint(context)
    cairo_restore(context)
  }

  /// Chooses the colour of the next call.
  ///
  /// - Parameters:
  ///   - colour: the colour, as a light page has it.
  ///   - opacity: 1 hides what is below.
  ///   - isFinal: whether the colour is the theme's already.
  func setSource(_ colour: Colour, opacity: Double = 1, isFinal: Bool = false) {
    let colour = isFinal ? colour : theme.colour(colour)
    cairo_set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255,
      opacity)
  }

  private func trace(_ line: [Point]) {
    for (index, point) in line.enumerated() {
      if index == 0 {
        cairo_move_to(context, point.x, point.y)
      } else {
        cairo_line_to(context, point.x, point.y)
      }
    }
  }
}
