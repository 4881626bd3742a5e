/// A picture that a page carries inside itself.
public struct EmbeddedPicture: Sendable {
  /// The formats that every browser shows.
  public enum Format: String, Sendable {
    /// A PNG file's bytes.
    case png = "image/png"
    /// A JPEG file's bytes.
    case jpeg = "image/jpeg"
    /// An SVG file's bytes.
    case svg = "image/svg+xml"
  }

  /// The picture's format.
  public var format: Format
  /// The picture as a file of that format has it.
  public var bytes: [UInt8]
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int

  /// Takes a picture that is encoded already, such as a JPEG of ``FramesFigure``, which is a tenth of
  /// its PNG.
  public init(_ format: Format, bytes: [UInt8], width: Int, height: Int) {
    self.format = format
    self.bytes = bytes
    self.width = width
    self.height = height
  }

  /// Draws a figure as SVG.
  ///
  /// - Throws: what drawing throws.
  public init(svg figure: some Figure) throws {
    self.init(
      .svg, bytes: try figure.svg(), width: Int(figure.width.rounded()),
      height: Int(figure.height.rounded()))
  }

  /// Draws a figure as PNG.
  ///
  /// - Throws: what drawing throws.
  public init(png figure: some Figure) throws {
    self.init(
      .png, bytes: try figure.png(),
      width: Int((figure.width * figure.pixelsPerUnit).rounded()),
      height: Int((figure.height * figure.pixelsPerUnit).rounded()))
  }
}
