import Foundation

/// A bob on a rod that swings from a beam.
struct SwingingPendulum: DemoSubject {
  func parts(phase: Float, girth: Float) -> [SubjectPart] {
    let pivot = SIMD2<Float>(0, -0.76)
    let radius = 0.23 * girth
    let swing = 0.72 * sin(2 * .pi * phase)
    let bob = pivot + SIMD2(angle: .pi / 2 + swing) * (1.38 - 0.27 * girth)
    return [
      SubjectPart(.line(SIMD2(-0.44, -0.8), SIMD2(0.44, -0.8), radius: 0.06 * girth), .accent),
      SubjectPart(.line(pivot, bob, radius: 0.055 * girth)),
      SubjectPart(.disc(centre: bob, radius: radius)),
    ]
  }
}
