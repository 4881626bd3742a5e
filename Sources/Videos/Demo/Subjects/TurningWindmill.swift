import Foundation

/// Four broad sails that turn on a post.
struct TurningWindmill: DemoSubject {
  func parts(phase: Float, girth: Float) -> [SubjectPart] {
    let hub = SIMD2<Float>(0, -0.22)
    let post = SubjectPart(.line(hub, SIMD2(0, 0.9), radius: 0.06 * girth), .accent)
    let sails = (0..<4).map { sail in
      let direction = SIMD2(angle: 2 * .pi * (phase / 2 + Float(sail) / 4))
      let across = SIMD2(-direction.y, direction.x)
      return SubjectPart(
        .polygon(corners: [
          hub, hub + direction * 0.42 + across * 0.34 * min(girth, 1.15), hub + direction * 0.76,
        ]))
    }
    return [post] + sails + [SubjectPart(.disc(centre: hub, radius: 0.1 * girth), .accent)]
  }
}
