/// A picture that a page carries inside itself.
package struct EmbeddedPicture: Sendable {
  /// The formats that every browser shows.
  package enum Format: String, Sendable {
    /// A PNG file's bytes.
    case png = "image/png"
    /// A JPEG file's bytes.
    case jpeg = "image/jpeg"
    /// An SVG file's bytes.
    case svg = "image/svg+xml"
  }

  /// The picture's format.
  package var format: Format
  /// The picture as a file of that format has it.
  package var bytes: [UInt8]
  /// The width in pixels.
  package var width: Int
  /// The height in pixels.
  package var height: Int

  /// Takes a picture that is encoded already, such as a JPEG of ``FramesFigure``, which is a tenth of
  /// its PNG.
  package init(_ format: Format, bytes: [UInt8], width: Int, height: Int) {
    self.format = format
    self.bytes = bytes
    self.width = width
    self.height = height
  }
}
