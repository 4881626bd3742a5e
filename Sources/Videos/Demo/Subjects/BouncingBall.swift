/// A ball that bounces on its shadow and is pressed flat as it lands.
struct BouncingBall: DemoSubject {
  func parts(phase: Float, girth: Float) -> [SubjectPart] {
    let share = phase - phase.rounded(.down)
    // Free flight is a parabola; the ball rests on the ground for a quarter of each round.
    let flight = min(share / 0.75, 1)
    let height = 4 * flight * (1 - flight)
    let press = share > 0.75 ? smoothStep(1 - abs((share - 0.875) * 8)) : 0
    let radius = 0.36 * min(girth, 1.15)
    let flatness = 0.45 * radius * press
    let centre = SIMD2<Float>(0, 0.82 - (radius - flatness) - 0.86 * height)
    let half = SIMD2(flatness * 1.6, 0)
    let shadow = SIMD2<Float>(0.2 + 0.25 * (1 - height), 0)
    return [
      SubjectPart(
        .line(SIMD2(0, 0.84) - shadow, SIMD2(0, 0.84) + shadow, radius: 0.04), .accent),
      SubjectPart(.line(centre - half, centre + half, radius: radius - flatness)),
    ]
  }
}
