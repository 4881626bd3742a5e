import Foundation

/// An opaque colour with 8 bits a channel (sRGB).
package struct Colour: Hashable, Sendable {
  /// The red channel.
  package let red: UInt8
  /// The green channel.
  package let green: UInt8
  /// The blue channel.
  package let blue: UInt8

  /// Makes a colour from its channels.
  ///
  /// - Parameters:
  ///   - red: the red channel, 0 to 255.
  ///   - green: the green channel, 0 to 255.
  ///   - blue: the blue channel, 0 to 255.
  init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Makes a colour from its usual notation.
  ///
  /// - Parameter code: the channels as `0xRRGGBB`.
  package init(_ code: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: code >> 16), green: UInt8(truncatingIfNeeded: code >> 8),
      blue: UInt8(truncatingIfNeeded: code))
  }

  /// The colour as style sheets write it: `#0072b2`.
  package var code: String {
    let digits = Array("0123456789abcdef")
    return "#"
      + String([red, green, blue].flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// The red, green and blue light, linear from 0 to 1 (sRGB's transfer function).
  var light: [Double] {
    [red, green, blue].map {
      let channel = Double($0) / 255
      return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
    }
  }

  /// What is seen where this colour lies over another.
  ///
  /// - Parameters:
  ///   - ground: the opaque colour below.
  ///   - opacity: 1 hides the ground.
  package func over(_ ground: Colour, opacity: Double) -> Colour {
    func mixed(_ above: UInt8, _ below: UInt8) -> UInt8 {
      UInt8((opacity * Double(above) + (1 - opacity) * Double(below)).rounded())
    }
    return Colour(
      red: mixed(red, ground.red), green: mixed(green, ground.green),
      blue: mixed(blue, ground.blue))
  }

  /// The ground of a figure.
  package static let white = Colour(0xFFFFFF)
  /// Text on grounds that are too dark for ``ink`` and too light for ``white``.
  static let black = Colour(0x000000)
  /// Important text.
  package static let ink = Colour(0x1F2328)
  /// Less important text.
  static let faintInk = Colour(0x5B646E)
  /// The ground of a panel.
  package static let panel = Colour(0xF5F6F8)
  /// The lines of a grid.
  static let hairline = Colour(0xDDE1E6)
  /// What is covered later, by a light or by a dark ground.
  static let sheet = Colour(0x808080)
  /// Frames without a category.
  static let ungrouped = Colour(0xBCC3CB)
  /// Text about values that mean something bad.
  static let warningText = Colour(0x8A4B00)
}

/// A colour in the Oklab colour space, where equal distances look about equally large.
///
/// Source: Ottosson 2020, "A perceptual color space for image processing".
package struct OklabColour {
  /// Lightness, from 0 (black) to 1 (white).
  package let lightness: Double
  /// The axis from green to red.
  package let a: Double
  /// The axis from blue to yellow.
  package let b: Double

  /// Makes a colour from its coordinates.
  init(lightness: Double, a: Double, b: Double) {
    (self.lightness, self.a, self.b) = (lightness, a, b)
  }

  /// Makes a colour from cylindrical coordinates (Oklch).
  ///
  /// - Parameters:
  ///   - lightness: 0 (black) to 1 (white).
  ///   - chroma: the distance from grey.
  ///   - hue: the angle in degrees.
  init(lightness: Double, chroma: Double, hue: Double) {
    self.lightness = lightness
    a = chroma * cos(hue * .pi / 180)
    b = chroma * sin(hue * .pi / 180)
  }

  /// Converts an sRGB colour with the matrices of Ottosson's article.
  ///
  /// - Parameter colour: the sRGB colour.
  package init(_ colour: Colour) { self.init(light: colour.light) }

  /// Converts linear light, as ``Colour/light`` has it.
  init(light: [Double]) {
    let (red, green, blue) = (light[0], light[1], light[2])
    let l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// The sRGB colour, or nil if it is outside the range of sRGB.
  package var colour: Colour? {
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    guard
      let red = Self.encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      let green = Self.encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      let blue = Self.encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
    else { return nil }
    return Colour(red: red, green: green, blue: blue)
  }

  /// Measures the perceived difference to another colour.
  ///
  /// - Parameter other: the other colour.
  /// - Returns: the Euclidean distance; a difference of 0.02 is just visible side by side.
  package func distance(to other: OklabColour) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return (dl * dl + da * da + db * db).squareRoot()
  }

  /// Converts linear light to an sRGB channel; nil outside 0 to 1, apart from rounding errors.
  private static func encoded(_ light: Double) -> UInt8? {
    guard (-0.0001...1.0001).contains(light) else { return nil }
    let encoded = light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
    return UInt8((min(max(encoded, 0), 1) * 255).rounded())
  }
}
