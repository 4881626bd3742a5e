import Basics
import Videos

/// Something that can be drawn as a picture and as an SVG, from the same code.
package protocol Figure {
  /// The width in the figure's own units, which SVG viewers show as pixels.
  var width: Double { get }
  /// The height in the same units.
  var height: Double { get }
  /// How many pixels of a picture a unit takes.
  var pixelsPerUnit: Double { get }
  /// Draws everything.
  ///
  /// - Throws: what the caller's own closures throw, or ``DrawingError``.
  func draw(on drawing: Drawing) throws
}

extension Figure {
  /// Two, so that pictures stay sharp in print and on dense screens.
  package var pixelsPerUnit: Double { 2 }

  /// The figure as a picture.
  ///
  /// - Throws: ``DrawingError``, and what drawing throws.
  package func picture() throws -> RGBImage { try painted().picture() }

  /// The figure as a PNG file's bytes.
  ///
  /// - Throws: ``DrawingError``, and what drawing throws.
  package func png() throws -> [UInt8] { try painted().png() }

  /// The figure as a PNG file's bytes and as a picture, drawn once.
  ///
  /// - Throws: ``DrawingError``, and what drawing throws.
  package func pngAndPicture() throws -> (png: [UInt8], picture: RGBImage) {
    let surface = try painted()
    return (try surface.png(), try surface.picture())
  }

  /// The figure as an SVG file's bytes.
  ///
  /// - Throws: ``DrawingError``, and what drawing throws.
  package func svg() throws -> [UInt8] {
    let surface = try Surface(vectorWidth: width, height: height)
    let drawing = try Drawing(on: surface, scale: 1)
    try draw(on: drawing)
    try drawing.finish()
    return try surface.svg()
  }

  /// Writes the figure to a PNG file, whole or not at all.
  ///
  /// - Throws: ``DrawingError``, what drawing throws, or a `SystemCallError` that names the file.
  package func write(png path: String) throws { try DurableFile.write(png(), to: path) }

  /// Writes the figure to an SVG file, whole or not at all.
  ///
  /// - Throws: ``DrawingError``, what drawing throws, or a `SystemCallError` that names the file.
  package func write(svg path: String) throws { try DurableFile.write(svg(), to: path) }

  private func painted() throws -> Surface {
    let surface = try Surface(
      width: Int((width * pixelsPerUnit).rounded()), height: Int((height * pixelsPerUnit).rounded())
    )
    let drawing = try Drawing(on: surface, scale: pixelsPerUnit)
    try draw(on: drawing)
    try drawing.finish()
    return surface
  }
}
