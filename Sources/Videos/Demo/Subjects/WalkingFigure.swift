import Foundation

/// A stick figure that walks on the spot, towards the right.
struct WalkingFigure: DemoSubject {
  func parts(phase: Float, girth: Float) -> [SubjectPart] {
    let swing = sin(2 * .pi * phase)
    let bob = 0.03 * cos(4 * .pi * phase)
    let neck = SIMD2<Float>(0.06, -0.42 + bob)
    let hip = SIMD2<Float>(0, 0.12 + bob)
    let radius = 0.07 * girth
    var parts = [
      SubjectPart(.line(neck, hip, radius: radius * 1.2)),
      SubjectPart(.disc(centre: neck + SIMD2(0.03, -0.27), radius: 0.19)),
    ]
    for side in [Float(-1), 1] {
      let stride = side * swing
      // The knee bends while its leg comes forward; the elbow always bends a little.
      let bend = 0.15 + 0.8 * max(0, side * cos(2 * .pi * phase))
      parts += limb(
        from: hip, angle: .pi / 2 - 0.6 * stride, bend: bend, lengths: (0.38, 0.36),
        radius: radius)
      parts += limb(
        from: neck + SIMD2(0, 0.06), angle: .pi / 2 + 0.75 * stride, bend: -0.6,
        lengths: (0.32, 0.28), radius: radius * 0.8)
    }
    return parts
  }

  private func limb(
    from root: SIMD2<Float>, angle: Float, bend: Float, lengths: (Float, Float), radius: Float
  ) -> [SubjectPart] {
    let joint = root + SIMD2(angle: angle) * lengths.0
    let end = joint + SIMD2(angle: angle + bend) * lengths.1
    return [
      SubjectPart(.line(root, joint, radius: radius)),
      SubjectPart(.line(joint, end, radius: radius), .accent),
    ]
  }
}
