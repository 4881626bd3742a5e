import Foundation

/// A snake whose bends run from its head to its tail.
struct CrawlingSnake: DemoSubject {
  private static let segments = 28

  func parts(phase: Float, girth: Float) -> [SubjectPart] {
    let spine = (0...Self.segments).map { index in
      let share = Float(index) / Float(Self.segments)
      // Bends are lower at the head, which looks where it goes.
      let height = 0.12 + 0.2 * smoothStep(share * 3)
      return SIMD2(0.74 - 1.62 * share, height * sin(2 * .pi * (1.8 * share - phase)))
    }
    let body = (0..<Self.segments).map { index in
      func radius(_ joint: Int) -> Float {
        girth * (0.13 - 0.09 * Float(joint) / Float(Self.segments))
      }
      return SubjectPart(
        .stroke(
          start: spine[index], end: spine[index + 1],
          startRadius: radius(index), endRadius: radius(index + 1)),
        index / 2 % 2 == 0 ? .main : .accent)
    }
    let head = SubjectPart(.disc(centre: spine[0], radius: 0.16 * girth))
    let eye = SubjectPart(
      .disc(centre: spine[0] + SIMD2(0.03, -0.04), radius: 0.035), .accent)
    return body.reversed() + [head, eye]
  }
}
