/// A picture of 8-bit red, green and blue, row by row from the top left, without padding.
public struct RGBImage: Equatable, Sendable {
  /// Width in pixels.
  public let width: Int
  /// Height in pixels.
  public let height: Int
  /// `height` × `width` × 3 bytes.
  public var pixels: [UInt8]

  /// Takes over existing bytes.
  ///
  /// - Parameters:
  ///   - width: width in pixels.
  ///   - height: height in pixels.
  ///   - pixels: `height` × `width` × 3 bytes.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height * 3, "a picture needs height × width × 3 bytes")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Makes a picture of one colour.
  ///
  /// - Parameters:
  ///   - width: width in pixels.
  ///   - height: height in pixels.
  ///   - colour: red, green and blue; the default is black.
  public init(width: Int, height: Int, filledWith colour: (UInt8, UInt8, UInt8) = (0, 0, 0)) {
    var pixels = [UInt8](repeating: 0, count: width * height * 3)
    for pixel in stride(from: 0, to: pixels.count, by: 3) {
      pixels[pixel] = colour.0
      pixels[pixel + 1] = colour.1
      pixels[pixel + 2] = colour.2
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  /// Red, green and blue of one pixel.
  ///
  /// - Parameters:
  ///   - x: the column, from 0 at the left.
  ///   - y: the row, from 0 at the top.
  public subscript(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    get {
      let start = (y * width + x) * 3
      return (pixels[start], pixels[start + 1], pixels[start + 2])
    }
    set {
      let start = (y * width + x) * 3
      pixels[start] = newValue.red
      pixels[start + 1] = newValue.green
      pixels[start + 2] = newValue.blue
    }
  }
}
