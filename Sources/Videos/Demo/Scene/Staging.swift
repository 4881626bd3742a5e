import Basics

/// How a subject wanders, grows and shrinks, leans and thickens while a clip lasts.
struct Staging: Sendable {
  private let x: RandomCurve
  private let y: RandomCurve
  private let scale: RandomCurve
  private let tilt: RandomCurve
  private let girth: RandomCurve
  private let isMirrored: Bool
  private let phase: Float
  private let pace: Float

  init(seconds: Float, using generator: inout SeededGenerator) {
    x = RandomCurve(in: 0...1, seconds: seconds, using: &generator)
    y = RandomCurve(in: 0...1, seconds: seconds, using: &generator)
    scale = RandomCurve(in: 0.55...0.93, seconds: seconds, secondsPerKnot: 1.4, using: &generator)
    tilt = RandomCurve(in: -0.3...0.3, seconds: seconds, using: &generator)
    girth = RandomCurve(in: 0.8...1.3, seconds: seconds, using: &generator)
    isMirrored = generator.integer(below: 2) == 1
    phase = Float(generator.integer(below: 1000)) + Float(generator.unit())
    pace = generator.number(in: 0.7...1.3)
  }

  /// Where the subject is at a time, in seconds; always whole within the picture.
  func placement(at time: Float, width: Int, height: Int) -> Placement {
    let size = SIMD2(Float(width), Float(height))
    let scale = scale(time) * size.min() / 2
    // A subject stays within a circle of radius 1 in its own coordinates.
    let room = size - 2 * (scale + 2)
    return Placement(
      centre: scale + 2 + SIMD2(x(time), y(time)) * room,
      scale: scale, tilt: tilt(time), isMirrored: isMirrored)
  }

  /// How thick the subject's parts are at a time, 1 on average.
  func girth(at time: Float) -> Float { girth(time) }

  /// How many rounds of its motion the subject has done at a time.
  func phase(at time: Float) -> Float { phase + pace * time }
}
