import Basics

extension SeededGenerator {
  /// Draws a number uniformly from a range.
  mutating func number(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * Float(unit())
  }

  /// Draws a unit vector, every direction equally likely.
  mutating func direction() -> SIMD2<Float> { SIMD2(angle: number(in: 0...(2 * .pi))) }
}
