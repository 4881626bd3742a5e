import CCairo
import Videos

/// What a drawing is made on: a picture in memory, or a vector drawing that becomes SVG.
///
/// Everything is encoded in memory, never by Cairo into a file: Cairo's file functions reduce every
/// trouble with the disk to "write error".
package final class Surface {
  /// The longest side that pixman, which paints Cairo's pictures, can address.
  package static let longestSide = 32_767

  let handle: OpaquePointer
  private let vector: ByteSink?

  /// Makes a white picture.
  package init(width: Int, height: Int) throws {
    guard width <= Self.longestSide, height <= Self.longestSide else {
      throw DrawingError.tooLarge(width: width, height: height)
    }
    vector = nil
    handle = try Self.checked(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)))
  }

  /// Makes a vector drawing; its size is in points, which SVG viewers show as pixels.
  init(vectorWidth width: Double, height: Double) throws {
    let sink = ByteSink()
    vector = sink
    handle = try Self.checked(
      cairo_svg_surface_create_for_stream(
        ByteSink.append, Unmanaged.passUnretained(sink).toOpaque(), width, height))
    cairo_svg_surface_set_document_unit(handle, CAIRO_SVG_UNIT_PX)
  }

  /// Makes a surface that shows a picture, to be painted onto another one.
  ///
  /// - Complexity: O(pixels); the bytes are copied, since Cairo wants four a pixel.
  convenience init(_ picture: RGBImage) throws {
    try self.init(width: picture.width, height: picture.height)
    cairo_surface_flush(handle)
    guard let data = cairo_image_surface_get_data(handle) else {
      throw DrawingError.refused(action: "copying a picture", status: 0, message: "no memory")
    }
    let stride = Int(cairo_image_surface_get_stride(handle))
    picture.pixels.withUnsafeBufferPointer { pixels in
      for y in 0..<picture.height {
        let row = UnsafeMutableRawPointer(data + y * stride)
        for x in 0..<picture.width {
          let start = (y * picture.width + x) * 3
          row.storeBytes(
            of: UInt32(pixels[start]) << 16 | UInt32(pixels[start + 1]) << 8
              | UInt32(pixels[start + 2]),
            toByteOffset: x * 4, as: UInt32.self)
        }
      }
    }
    cairo_surface_mark_dirty(handle)
  }

  deinit { cairo_surface_destroy(handle) }

  /// The picture as a PNG file's bytes.
  func png() throws -> [UInt8] {
    let sink = ByteSink()
    let status = cairo_surface_write_to_png_stream(
      handle, ByteSink.append, Unmanaged.passUnretained(sink).toOpaque())
    try Self.check(status, "encoding a PNG")
    return sink.bytes
  }

  /// The vector drawing as an SVG file's bytes; nothing can be drawn after this.
  func svg() throws -> [UInt8] {
    cairo_surface_finish(handle)
    try Self.check(cairo_surface_status(handle), "encoding an SVG")
    return vector?.bytes ?? []
  }

  /// The picture's pixels.
  package func picture() throws -> RGBImage {
    cairo_surface_flush(handle)
    let width = Int(cairo_image_surface_get_width(handle))
    let height = Int(cairo_image_surface_get_height(handle))
    guard let data = cairo_image_surface_get_data(handle) else {
      throw DrawingError.refused(action: "reading a picture", status: 0, message: "no pixels")
    }
    let stride = Int(cairo_image_surface_get_stride(handle))
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for y in 0..<height {
      let row = UnsafeRawPointer(data + y * stride)
      for x in 0..<width {
        let pixel = row.load(fromByteOffset: x * 4, as: UInt32.self)
        pixels.append(UInt8(truncatingIfNeeded: pixel >> 16))
        pixels.append(UInt8(truncatingIfNeeded: pixel >> 8))
        pixels.append(UInt8(truncatingIfNeeded: pixel))
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  static func check(_ status: cairo_status_t, _ action: String) throws {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw DrawingError.refused(
      action: action, status: status.rawValue,
      message: String(cString: cairo_status_to_string(status)))
  }

  private static func checked(_ handle: OpaquePointer?) throws -> OpaquePointer {
    // Cairo never returns null: a surface that failed carries its status.
    guard let handle else {
      throw DrawingError.refused(action: "preparing a figure", status: 0, message: "no surface")
    }
    let status = cairo_surface_status(handle)
    if status != CAIRO_STATUS_SUCCESS { cairo_surface_destroy(handle) }
    try check(status, "preparing a figure")
    return handle
  }
}
