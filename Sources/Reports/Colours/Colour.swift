/// An opaque colour of 8-bit sRGB.
package struct Colour: Hashable, Sendable {
  /// 0 to 255.
  package var red: UInt8
  /// 0 to 255.
  package var green: UInt8
  /// 0 to 255.
  package var blue: UInt8

  /// Takes a colour's three parts.
  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Takes a colour as it is usually written, `0xRRGGBB`.
  package init(_ code: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: code >> 16), green: UInt8(truncatingIfNeeded: code >> 8),
      blue: UInt8(truncatingIfNeeded: code))
  }

  /// The colour as style sheets write it, such as `#0072b2`.
  package var code: String {
    let digits = Array("0123456789abcdef")
    return "#"
      + String([red, green, blue].flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  static let white = Colour(0xFFFFFF)
  /// Text and whatever else must be read.
  package static let ink = Colour(0x1F2328)
  /// Text that may be read.
  static let faintInk = Colour(0x5B646E)
  /// The ground of a panel.
  static let panel = Colour(0xF5F6F8)
  /// Lines of a grid.
  static let hairline = Colour(0xDDE1E6)
  /// Frames that belong to no group.
  static let ungrouped = Colour(0xBCC3CB)
}
