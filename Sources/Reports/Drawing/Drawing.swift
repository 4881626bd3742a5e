import CCairo
import Videos

/// One drawing in progress; the same calls make a picture and an SVG.
///
/// Cairo keeps the first error and ignores what follows it, so the status is asked for once, by
/// ``finish()``.
package final class Drawing {
  let surface: Surface
  let context: OpaquePointer
  let fontFamily: String

  /// What the font configuration knows as its plain upright family.
  package static let usualFontFamily = "sans-serif"

  /// Begins a drawing on a white ground.
  ///
  /// - Parameters:
  ///   - surface: what to draw on.
  ///   - scale: pixels a unit.
  ///   - fontFamily: a family's name; `@cairo:` is Cairo's built-in one.
  package init(on surface: Surface, scale: Double, fontFamily: String = usualFontFamily) throws {
    guard let context = cairo_create(surface.handle) else {
      throw DrawingError.refused(action: "drawing", status: 0, message: "no context")
    }
    self.surface = surface
    self.context = context
    self.fontFamily = fontFamily
    setSource(.white)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    useUnhintedText()
  }

  deinit { cairo_destroy(context) }

  /// Ends the drawing and says whether all of it succeeded.
  package func finish() throws {
    try Surface.check(cairo_status(context), "drawing")
  }

  func fill(_ rectangle: Rectangle, _ colour: Colour, opacity: Double = 1) {
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    setSource(colour, opacity: opacity)
    cairo_fill(context)
  }

  func fill(_ outline: [Point], _ colour: Colour, opacity: Double = 1) {
    trace(outline)
    cairo_close_path(context)
    setSource(colour, opacity: opacity)
    cairo_fill(context)
  }

  func stroke(_ line: [Point], _ colour: Colour, width: Double) {
    trace(line)
    cairo_set_line_width(context, width)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    setSource(colour)
    cairo_stroke(context)
  }

  /// Draws one marker at every point, as a single path: an SVG of 70 000 points stays small.
  func mark(
    _ points: [Point], _ marker: Marker, radius: Double, _ colour: Colour, opacity: Double = 1
  ) {
    guard !points.isEmpty else { return }
    setSource(colour, opacity: opacity)
    guard marker != .circle else {
      // A line without length and with round ends is a dot in a fifth of an arc's bytes.
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

  /// Paints a picture so that it covers a rectangle; what sticks out is cut off evenly.
  func paint(_ picture: RGBImage, covering rectangle: Rectangle) throws {
    let source = try Surface(picture)
    let width = Double(picture.width)
    let height = Double(picture.height)
    let scale = max(rectangle.width / width, rectangle.height / height)
    cairo_save(context)
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    cairo_clip(context)
    cairo_translate(
      context, rectangle.centre.x - scale * width / 2, rectangle.centre.y - scale * height / 2)
    cairo_scale(context, scale, scale)
    cairo_set_source_surface(context, source.handle, 0, 0)
    // Without this the outermost pixels blend with the transparent ground outside of the picture.
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    cairo_paint(context)
    cairo_restore(context)
  }

  func setSource(_ colour: Colour, opacity: Double = 1) {
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
