import Basics
import Foundation

/// A flurry of leaves that fall, sway and turn.
struct FallingLeaves: DemoSubject {
  private static let count = 17

  func parts(phase: Float, girth: Float) -> [SubjectPart] {
    (0..<Self.count).map { index in
      // Each leaf falls again and again, from another place every time.
      let falls = phase / 1.6 + Float(index) / Float(Self.count)
      let share = falls - falls.rounded(.down)
      var generator = SeededGenerator(seed: 0x1EAF, path: UInt64(index), UInt64(falls))
      // Leaves that follow one another come down far apart: 7 and the count share no divisor.
      let lane = Float(index * 7 % Self.count) / Float(Self.count - 1)
      let sway = sin(2 * .pi * (share * 1.5 + Float(generator.unit())))
      let centre = SIMD2(
        -0.53 + 1.06 * lane + 0.1 * (Float(generator.unit()) - 0.5) + 0.07 * sway,
        -0.66 + 1.32 * share)
      let spin = generator.integer(below: 2) == 0 ? Float(1) : -1
      let angle = 2 * .pi * (Float(generator.unit()) + spin * share * 0.8)
      // Leaves come and go by growing and shrinking.
      let size = 0.15 * smoothStep(8 * min(share, 1 - share))
      return SubjectPart(
        leaf(at: centre, along: SIMD2(angle: angle) * size, girth: girth),
        index.isMultiple(of: 3) ? .accent : .main)
    }
  }

  private func leaf(at centre: SIMD2<Float>, along axis: SIMD2<Float>, girth: Float) -> Shape {
    let across = SIMD2(-axis.y, axis.x) * 0.5 * girth
    return .polygon(corners: [
      centre + axis, centre + axis * 0.3 + across, centre - axis * 0.4 + across * 0.9,
      centre - axis, centre - axis * 0.4 - across * 0.9, centre + axis * 0.3 - across,
    ])
  }
}
