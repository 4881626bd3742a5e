import Basics

/// Random numbers on a lattice in the plane and in time, with smooth steps between them.
///
/// The lattice repeats in the plane, so that one may drift over it for ever.
struct ValueNoise: Sendable {
  private static let side = 16
  private let values: [Float]

  /// Draws a lattice for times from 0 to `duration`, in lattice steps.
  init(duration: Float, using generator: inout SeededGenerator) {
    let layers = Int(duration.rounded(.up)) + 2
    values = (0..<layers * Self.side * Self.side).map { _ in Float(generator.unit()) }
  }

  /// The noise at a point of the plane and a time, 0 to 1; the lattice's steps are 1.
  func callAsFunction(_ point: SIMD2<Float>, time: Float) -> Float {
    let column = point.x.rounded(.down)
    let row = point.y.rounded(.down)
    let layer = time.rounded(.down)
    let across = smoothStep(point.x - column)
    let down = smoothStep(point.y - row)
    let (left, right) = (Self.wrapped(column), Self.wrapped(column + 1))
    let (top, bottom) = (Self.wrapped(row), Self.wrapped(row + 1))
    func plane(_ layer: Int) -> Float {
      let rows = layer * Self.side
      func line(_ row: Int) -> Float {
        let start = (rows + row) * Self.side
        return values[start + left] + (values[start + right] - values[start + left]) * across
      }
      return line(top) + (line(bottom) - line(top)) * down
    }
    let (now, next) = (plane(Int(layer)), plane(Int(layer) + 1))
    return now + (next - now) * smoothStep(time - layer)
  }

  private static func wrapped(_ index: Float) -> Int {
    // `side` is a power of two, so masking wraps negative numbers too.
    Int(index) & (side - 1)
  }
}
