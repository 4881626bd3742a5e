import Basics
import CCairo
import Foundation
import Videos

/// What a drawing is drawn on: a picture in memory, or a vector drawing that becomes an SVG or a PDF.
///
/// Everything is encoded in memory. Cairo can write files too, but it reports every problem with the
/// disk as "write error".
package final class Surface {
  /// The longest side in pixels; pixman, which paints Cairo's pictures, cannot address more.
  static let longestSide = 32_767

  let handle: OpaquePointer
  /// Whether this is a vector drawing.
  var isVector: Bool { vector != nil }
  private let vector: ByteSink?

  /// Makes a picture; ``Drawing`` paints its white ground.
  ///
  /// - Parameters:
  ///   - width: the width in pixels.
  ///   - height: the height in pixels.
  /// - Throws: ``DrawingError``.
  package init(width: Int, height: Int) throws {
    guard width <= Self.longestSide, height <= Self.longestSide else {
      throw DrawingError.tooLarge(width: width, height: height)
    }
    vector = nil
    handle = try Self.checked(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)))
  }

  /// A format of vector drawings.
  enum VectorFormat {
    /// For pages; a unit is a pixel.
    case svg
    /// For papers; a unit is a point.
    case pdf
  }

  /// Makes a vector drawing.
  ///
  /// - Parameters:
  ///   - format: the format.
  ///   - width: the width in the format's units.
  ///   - height: the height in the same units.
  /// - Throws: ``DrawingError``.
  init(_ format: VectorFormat, width: Double, height: Double) throws {
    let sink = ByteSink()
    vector = sink
    let target = Unmanaged.passUnretained(sink).toOpaque()
    switch format {
    case .svg:
      handle = try Self.checked(
        cairo_svg_surface_create_for_stream(ByteSink.append, target, width, height))
      cairo_svg_surface_set_document_unit(handle, CAIRO_SVG_UNIT_PX)
    case .pdf:
      handle = try Self.checked(
        cairo_pdf_surface_create_for_stream(ByteSink.append, target, width, height))
      // Without a date the same figure has the same bytes.
      cairo_pdf_surface_set_metadata(handle, CAIRO_PDF_METADATA_CREATE_DATE, "")
    }
  }

  /// Reads a PNG file; where the picture is transparent it is black.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``DrawingError`` if the file is damaged or can't be read.
  package init(readingPNG path: String) throws {
    vector = nil
    handle = try Self.checked(cairo_image_surface_create_from_png(path))
  }

  /// Makes a surface that shows a picture, to paint it on another surface.
  ///
  /// - Parameter picture: the picture.
  /// - Throws: ``DrawingError``.
  /// - Complexity: O(pixels). The bytes are copied, because Cairo needs four bytes a pixel.
  package convenience init(_ picture: RGBImage) throws {
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

  /// Attaches the picture as JPEG, which vector drawings then contain in place of its pixels.
  ///
  /// - Parameter jpeg: the bytes of a JPEG file of the same picture.
  /// - Throws: ``DrawingError``.
  func attach(_ jpeg: [UInt8]) throws {
    let action = "adding a picture"
    guard let copy = malloc(jpeg.count) else {
      throw DrawingError.refused(action: action, status: 0, message: "no memory")
    }
    jpeg.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { memcpy(copy, start, bytes.count) }
    }
    // Cairo frees the copy once the vector drawing is finished, which may be later than the picture is.
    let status = cairo_surface_set_mime_data(
      handle, CAIRO_MIME_TYPE_JPEG, copy.assumingMemoryBound(to: UInt8.self), UInt(jpeg.count),
      { free($0) }, copy)
    if status != CAIRO_STATUS_SUCCESS { free(copy) }
    try Self.check(status, action)
  }

  deinit { cairo_surface_destroy(handle) }

  /// Encodes the picture as PNG.
  ///
  /// - Returns: the bytes of the file.
  /// - Throws: ``DrawingError``.
  package func png() throws -> [UInt8] {
    let sink = ByteSink()
    let status = cairo_surface_write_to_png_stream(
      handle, ByteSink.append, Unmanaged.passUnretained(sink).toOpaque())
    try Self.check(status, "encoding a PNG")
    return sink.bytes
  }

  /// Ends the vector drawing; nothing can be drawn after this.
  ///
  /// - Returns: the bytes of the file.
  /// - Throws: ``DrawingError``.
  func finish() throws -> [UInt8] {
    cairo_surface_finish(handle)
    try Self.check(cairo_surface_status(handle), "encoding a figure")
    return vector?.bytes ?? []
  }

  /// Copies the picture's pixels.
  ///
  /// - Throws: ``DrawingError`` if the surface has no pixels.
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

  /// Throws ``DrawingError`` if a status is an error.
  ///
  /// - Parameters:
  ///   - status: Cairo's status.
  ///   - action: what was done, as a phrase such as `drawing`.
  static func check(_ status: cairo_status_t, _ action: String) throws {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw DrawingError.refused(
      action: action, status: status.rawValue,
      message: String(cString: cairo_status_to_string(status)))
  }

  private static func checked(_ handle: OpaquePointer?) throws -> OpaquePointer {
    // Cairo does not return null: a surface that failed has an error status.
    guard let handle else {
      throw DrawingError.refused(action: "preparing a figure", status: 0, message: "no surface")
    }
    let status = cairo_surface_status(handle)
    if status != CAIRO_STATUS_SUCCESS { cairo_surface_destroy(handle) }
    try check(status, "preparing a figure")
    return handle
  }
}

/// Collects the bytes that Cairo writes.
private final class ByteSink {
  private(set) var bytes: [UInt8] = []

  /// Cairo's write function; its first argument is an unretained `ByteSink`.
  static let append: cairo_write_func_t = { sink, data, length in
    guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue()
      .bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
    return CAIRO_STATUS_SUCCESS
  }
}

/// A figure could not be drawn or encoded.
///
/// Problems with the disk are reported as `SystemCallError`, which names the file.
public enum DrawingError: ExplainedError {
  /// A side has more pixels than Cairo allows (`Surface.longestSide`).
  case tooLarge(width: Int, height: Int)
  /// Cairo reported an error: `action` is a phrase such as `drawing`, `message` is Cairo's text.
  case refused(action: String, status: UInt32, message: String)

  /// A figure that is too large is the fault of the request.
  public var blame: Blame {
    switch self {
    case .tooLarge: .usage
    case .refused: .execution
    }
  }

  /// For example `drawing: out of memory (Cairo status 1)`.
  public var description: String {
    switch self {
    case .tooLarge(let width, let height):
      "a figure of \(width) × \(height) pixels is too large: a side can have at most "
        + "\(Surface.longestSide) pixels; use fewer clusters or frames"
    case .refused(let action, let status, let message):
      "\(action): \(message) (Cairo status \(status))"
    }
  }
}
