import Basics

/// A number that wanders smoothly through its whole range while a clip lasts.
///
/// Its knots, about a second apart, take one value from each of as many equal parts of the range,
/// in random order: every clip sees the whole range, so that no clip can be told by it.
struct RandomCurve: Sendable {
  private let knots: [Float]
  private let secondsPerKnot: Float
  /// How far into the first span the clip begins, so that curves do not rest all at one time.
  private let lead: Float

  /// Draws a curve.
  ///
  /// - Parameters:
  ///   - range: what its values lie in.
  ///   - seconds: how long the clip lasts.
  ///   - secondsPerKnot: the time from one value to the next.
  ///   - generator: where its randomness comes from.
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

  /// The value at a time, in seconds, within the clip.
  func callAsFunction(_ time: Float) -> Float {
    let position = lead + time / secondsPerKnot
    let knot = min(max(Int(position), 0), knots.count - 2)
    return knots[knot] + (knots[knot + 1] - knots[knot]) * smoothStep(position - Float(knot))
  }
}

/// Rises from 0 to 1 with level ends: 3x² − 2x³, x held within 0 and 1.
func smoothStep(_ x: Float) -> Float {
  let x = min(max(x, 0), 1)
  return x * x * (3 - 2 * x)
}
