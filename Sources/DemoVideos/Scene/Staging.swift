import Basics

/// How the position, size, tilt and thickness of the subject change during a clip.
struct Staging: Sendable {
  private let x: RandomCurve
  private let y: RandomCurve
  private let scale: RandomCurve
  private let tilt: RandomCurve
  private let thickness: RandomCurve
  private let isMirrored: Bool
  /// The phase of the motion at the start of the clip, in periods.
  private let phase: Float
  /// Periods of the motion per second.
  private let speed: Float

  /// Draws the random curves of a clip.
  ///
  /// - Parameters:
  ///   - seconds: the duration of the clip.
  ///   - generator: the source of random numbers.
  init(seconds: Float, using generator: inout SeededGenerator) {
    x = RandomCurve(in: 0...1, seconds: seconds, using: &generator)
    y = RandomCurve(in: 0...1, seconds: seconds, using: &generator)
    scale = RandomCurve(in: 0.55...0.93, seconds: seconds, secondsPerKnot: 1.4, using: &generator)
    tilt = RandomCurve(in: -0.3...0.3, seconds: seconds, using: &generator)
    thickness = RandomCurve(in: 0.8...1.3, seconds: seconds, using: &generator)
    isMirrored = generator.integer(below: 2) == 1
    phase = Float(generator.integer(below: 1000)) + Float(generator.unit())
    speed = generator.number(in: 0.7...1.3)
  }

  /// Returns where the subject is at a time.
  ///
  /// It always lies within the picture.
  ///
  /// - Parameters:
  ///   - time: seconds since the start of the clip.
  ///   - width: width of the picture in pixels.
  ///   - height: height of the picture in pixels.
  func placement(at time: Float, width: Int, height: Int) -> Placement {
    let size = SIMD2(Float(width), Float(height))
    let scale = scale.value(at: time) * size.min() / 2
    // In its own coordinates a subject lies within a circle of radius 1.
    let room = size - 2 * (scale + 2)
    return Placement(
      centre: scale + 2 + SIMD2(x.value(at: time), y.value(at: time)) * room,
      scale: scale, tilt: tilt.value(at: time), isMirrored: isMirrored)
  }

  /// Returns the thickness of the subject's parts at a time; 1 is average.
  ///
  /// - Parameter time: seconds since the start of the clip.
  func thickness(at time: Float) -> Float { thickness.value(at: time) }

  /// Returns the number of periods of the motion at a time.
  ///
  /// - Parameter time: seconds since the start of the clip.
  func phase(at time: Float) -> Float { phase + speed * time }
}

/// The position of a subject in a picture: it is mirrored, rotated, scaled and moved, in this
/// order.
struct Placement: Sendable {
  /// The centre of the subject, in pixels.
  var centre: SIMD2<Float>
  /// Pixels per unit of the subject's coordinates.
  var scale: Float
  /// The rotation, clockwise, in radians.
  var tilt: Float
  /// Whether left and right are exchanged before the rotation.
  var isMirrored: Bool

  /// Converts a shape to pixels.
  ///
  /// - Parameter shape: the shape, in the coordinates of the subject.
  func place(_ shape: Shape) -> Shape {
    let direction = SIMD2(angle: tilt)
    func placed(_ point: SIMD2<Float>) -> SIMD2<Float> {
      let point = isMirrored ? SIMD2(-point.x, point.y) : point
      return centre + scale * point.turned(by: direction)
    }
    switch shape {
    case .disc(let centre, let radius):
      return .disc(centre: placed(centre), radius: radius * scale)
    case .stroke(let start, let end, let startRadius, let endRadius):
      return .stroke(
        start: placed(start), end: placed(end),
        startRadius: startRadius * scale, endRadius: endRadius * scale)
    case .polygon(let corners):
      return .polygon(corners: corners.map(placed))
    }
  }
}
