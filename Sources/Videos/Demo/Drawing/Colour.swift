import Foundation

/// Red, green and blue, 0 to 1 where a screen can show them.
typealias Colour = SIMD3<Float>

extension SIMD3<Float> {
  /// A colour of the double cone: grey plus a vector that turns around the grey axis.
  ///
  /// - Parameters:
  ///   - hue: turns around the axis, red at 0, green at 1/3, blue at 2/3; any number will do.
  ///   - lightness: the mean of the three channels, 0 to 1.
  ///   - chroma: how far a channel may lie from the mean.
  init(hue: Float, lightness: Float, chroma: Float) {
    let angle = 2 * Float.pi * hue
    let third = 2 * Float.pi / 3
    let wheel = SIMD3(cos(angle), cos(angle - third), cos(angle + third))
    self = (lightness + chroma * wheel).clamped(lowerBound: .zero, upperBound: .one)
  }

  /// The colour a share of the way to another.
  func mixed(with other: Self, share: Float) -> Self { self + (other - self) * share }
}
