import Basics

/// What the lamps do at one moment: brightness, tint, a slope across the picture, dark corners.
struct Light {
  /// What every channel is multiplied by at the centre.
  var tint: Colour
  /// How much brighter it gets towards the right and the bottom edge.
  var slope: SIMD2<Float>
  /// How much darker the corners are.
  var vignette: Float

  /// What a colour is multiplied by at a place, whose coordinates run from -1 to 1.
  func strength(_ x: Float, _ y: Float) -> Colour {
    let slope = 1 + slope.x * x + slope.y * y
    return tint * (slope * (1 - vignette * (x * x + y * y) / 2))
  }
}

/// How the light changes while a clip lasts.
struct Lighting: Sendable {
  private let gain: RandomCurve
  private let warmth: RandomCurve
  private let slopeX: RandomCurve
  private let slopeY: RandomCurve
  private let vignette: RandomCurve

  init(seconds: Float, using generator: inout SeededGenerator) {
    gain = RandomCurve(in: 0.55...1.15, seconds: seconds, using: &generator)
    warmth = RandomCurve(in: -0.18...0.18, seconds: seconds, using: &generator)
    slopeX = RandomCurve(in: -0.5...0.5, seconds: seconds, using: &generator)
    slopeY = RandomCurve(in: -0.5...0.5, seconds: seconds, using: &generator)
    vignette = RandomCurve(in: 0...0.5, seconds: seconds, using: &generator)
  }

  /// The light at a time, in seconds.
  func callAsFunction(_ time: Float) -> Light {
    let warmth = warmth(time)
    return Light(
      tint: gain(time) * Colour(1 + warmth, 1, 1 - warmth),
      slope: SIMD2(slopeX(time), slopeY(time)), vignette: vignette(time))
  }
}
