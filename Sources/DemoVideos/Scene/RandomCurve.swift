import Basics

/// A number that varies smoothly over its whole range during a clip.
///
/// The range is divided into as many equal parts as the curve has knots. The knots are about a
/// second apart, and take one value from each part, in random order. So every clip covers the whole
/// range, and no clip can be recognised by it.
struct RandomCurve: Sendable {
  private let knots: [Float]
  private let secondsPerKnot: Float
  /// How far into the first interval the clip begins.
  ///
  /// Otherwise all curves would be flat at the same times.
  private let lead: Float

  /// Draws a curve.
  ///
  /// - Parameters:
  ///   - range: the range of its values.
  ///   - seconds: the duration of the clip.
  ///   - secondsPerKnot: the time between two knots, in seconds.
  ///   - generator: the source of random numbers.
  init(
    in range: ClosedRange<Float>, seconds: Float, secondsPerKnot: Float = 1,
    using generator: inout SeededGenerator
  ) {
    let count = Int((seconds / secondsPerKnot).rounded(.up)) + 2
    let width = range.upperBound - range.lowerBound
    knots = generator.permutation(of: count).map { part in
      range.lowerBound + width * (Float(part) + Float(generator.unit())) / Float(count)
    }
    self.secondsPerKnot = secondsPerKnot
    lead = Float(generator.unit())
  }

  /// Returns the value at a time.
  ///
  /// - Parameter time: seconds since the start of the clip.
  func value(at time: Float) -> Float {
    let position = lead + time / secondsPerKnot
    let knot = min(max(Int(position), 0), knots.count - 2)
    return knots[knot] + (knots[knot + 1] - knots[knot]) * smoothStep(position - Float(knot))
  }
}

/// Returns 3x² − 2x³, which rises from 0 to 1 and is flat at both ends.
///
/// - Parameter x: limited to the range from 0 to 1.
func smoothStep(_ x: Float) -> Float {
  let x = min(max(x, 0), 1)
  return x * x * (3 - 2 * x)
}

extension SeededGenerator {
  /// Draws a number uniformly from a range.
  ///
  /// - Parameter range: the range.
  mutating func number(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * Float(unit())
  }

  /// Draws a unit vector with a uniformly distributed direction.
  mutating func direction() -> SIMD2<Float> { SIMD2(angle: number(in: 0...(2 * .pi))) }
}
