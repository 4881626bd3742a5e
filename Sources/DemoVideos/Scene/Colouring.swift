import Basics
import Foundation

/// The colours at one moment.
struct Palette {
  /// The main colour of the subject.
  var subject: Colour
  /// The second colour of the subject.
  var accent: Colour
  /// The two colours of the background.
  var background: (Colour, Colour)
}

/// How the colours change during a clip.
///
/// The subject always stands out: its hue is opposite that of the background, and it is lighter. If
/// it were sometimes darker, networks would need much longer to find it.
struct Colouring: Sendable {
  private let hue: RandomCurve
  private let backgroundHue: RandomCurve
  private let backgroundSpread: RandomCurve
  private let contrast: RandomCurve

  /// Draws the random curves of a clip.
  ///
  /// - Parameters:
  ///   - seconds: the duration of the clip.
  ///   - generator: the source of random numbers.
  init(seconds: Float, using generator: inout SeededGenerator) {
    hue = RandomCurve(in: 0...1, seconds: seconds, using: &generator)
    backgroundHue = RandomCurve(in: 0.35...0.65, seconds: seconds, using: &generator)
    backgroundSpread = RandomCurve(in: -0.3...0.3, seconds: seconds, using: &generator)
    contrast = RandomCurve(in: 0.75...1, seconds: seconds, using: &generator)
  }

  /// Returns the colours at a time.
  ///
  /// - Parameter time: seconds since the start of the clip.
  func palette(at time: Float) -> Palette {
    let hue = hue.value(at: time)
    let backgroundHue = hue + backgroundHue.value(at: time)
    let spread = backgroundSpread.value(at: time)
    let contrast = contrast.value(at: time)
    return Palette(
      subject: Colour(hue: hue, lightness: 0.5 + 0.4 * contrast, chroma: 0.35),
      accent: Colour(hue: hue + 0.12, lightness: 0.5 + 0.25 * contrast, chroma: 0.45),
      background: (
        Colour(hue: backgroundHue + spread, lightness: 0.5 - 0.32 * contrast, chroma: 0.38),
        Colour(hue: backgroundHue - spread, lightness: 0.5 - 0.2 * contrast, chroma: 0.38)
      ))
  }
}

/// The light at one moment.
struct Light {
  /// The factor of every colour channel at the centre of the picture.
  var tint: Colour
  /// How much the light grows towards the right and the lower edge.
  var slope: SIMD2<Float>
  /// How much darker the corners are.
  var vignette: Float

  /// Returns the factor of every colour channel at a point.
  ///
  /// - Parameters:
  ///   - x: from -1 at the left edge to 1 at the right edge.
  ///   - y: from -1 at the upper edge to 1 at the lower edge.
  func strength(_ x: Float, _ y: Float) -> Colour {
    let slope = 1 + slope.x * x + slope.y * y
    return tint * (slope * (1 - vignette * (x * x + y * y) / 2))
  }
}

/// How the light changes during a clip.
struct Lighting: Sendable {
  private let gain: RandomCurve
  private let warmth: RandomCurve
  private let slopeX: RandomCurve
  private let slopeY: RandomCurve
  private let vignette: RandomCurve

  /// Draws the random curves of a clip.
  ///
  /// - Parameters:
  ///   - seconds: the duration of the clip.
  ///   - generator: the source of random numbers.
  init(seconds: Float, using generator: inout SeededGenerator) {
    gain = RandomCurve(in: 0.55...1.15, seconds: seconds, using: &generator)
    warmth = RandomCurve(in: -0.18...0.18, seconds: seconds, using: &generator)
    slopeX = RandomCurve(in: -0.5...0.5, seconds: seconds, using: &generator)
    slopeY = RandomCurve(in: -0.5...0.5, seconds: seconds, using: &generator)
    vignette = RandomCurve(in: 0...0.5, seconds: seconds, using: &generator)
  }

  /// Returns the light at a time.
  ///
  /// - Parameter time: seconds since the start of the clip.
  func light(at time: Float) -> Light {
    let warmth = warmth.value(at: time)
    return Light(
      tint: gain.value(at: time) * Colour(1 + warmth, 1, 1 - warmth),
      slope: SIMD2(slopeX.value(at: time), slopeY.value(at: time)),
      vignette: vignette.value(at: time))
  }
}

/// Red, green and blue, from 0 to 1 if a screen can show them.
typealias Colour = SIMD3<Float>

extension SIMD3<Float> {
  /// Makes a colour from hue, lightness and chroma: a grey plus a vector around the grey axis.
  ///
  /// - Parameters:
  ///   - hue: in turns around the axis: red at 0, green at 1/3, blue at 2/3; any number is valid.
  ///   - lightness: the mean of the three channels, from 0 to 1.
  ///   - chroma: the largest distance of a channel from the mean.
  init(hue: Float, lightness: Float, chroma: Float) {
    let angle = 2 * Float.pi * hue
    let third = 2 * Float.pi / 3
    let wheel = SIMD3(cos(angle), cos(angle - third), cos(angle + third))
    self = (lightness + chroma * wheel).clamped(lowerBound: .zero, upperBound: .one)
  }

  /// Blends the colour with another one.
  ///
  /// - Parameters:
  ///   - other: the other colour.
  ///   - share: the weight of the other colour, from 0 to 1.
  func mixed(with other: Self, share: Float) -> Self { self + (other - self) * share }
}
