import Basics
import Foundation

/// A thing that moves in its own way.
///
/// In its coordinates x points to the right and y down. At any phase it lies within the circle of
/// radius 1 around the origin, so it can be rotated and placed without leaving the picture.
package protocol DemoSubject: Sendable {
  /// Returns the parts to paint, from back to front.
  ///
  /// - Parameters:
  ///   - phase: the number of periods of its motion since the start, at least 0.
  ///   - thickness: how thick its parts are, from 0.8 to 1.3.
  func parts(phase: Float, thickness: Float) -> [SubjectPart]
}

/// One shape of a subject.
package struct SubjectPart: Sendable {
  /// One of the two colours of a subject.
  package enum Tone: Sendable {
    /// The main colour.
    case main
    /// The second colour.
    case accent
  }

  /// The shape, in the coordinates of the subject or in pixels.
  package var shape: Shape
  /// The colour.
  package var tone: Tone

  init(_ shape: Shape, _ tone: Tone = .main) {
    self.shape = shape
    self.tone = tone
  }
}

/// A ball that bounces on its shadow and is flattened when it lands.
struct BouncingBall: DemoSubject {
  func parts(phase: Float, thickness: Float) -> [SubjectPart] {
    let share = phase - phase.rounded(.down)
    // In flight the height is a parabola. The ball stays on the ground for a quarter of each
    // period.
    let flight = min(share / 0.75, 1)
    let height = 4 * flight * (1 - flight)
    let press = share > 0.75 ? smoothStep(1 - abs((share - 0.875) * 8)) : 0
    let radius = 0.36 * min(thickness, 1.15)
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

/// A snake whose bends travel from its head to its tail.
struct CrawlingSnake: DemoSubject {
  private static let segments = 28

  func parts(phase: Float, thickness: Float) -> [SubjectPart] {
    let spine = (0...Self.segments).map { index in
      let share = Float(index) / Float(Self.segments)
      // The bends are smaller at the head.
      let height = 0.12 + 0.2 * smoothStep(share * 3)
      return SIMD2(0.74 - 1.62 * share, height * sin(2 * .pi * (1.8 * share - phase)))
    }
    let body = (0..<Self.segments).map { index in
      func radius(_ joint: Int) -> Float {
        thickness * (0.13 - 0.09 * Float(joint) / Float(Self.segments))
      }
      return SubjectPart(
        .stroke(
          start: spine[index], end: spine[index + 1],
          startRadius: radius(index), endRadius: radius(index + 1)),
        index / 2 % 2 == 0 ? .main : .accent)
    }
    let head = SubjectPart(.disc(centre: spine[0], radius: 0.16 * thickness))
    let eye = SubjectPart(
      .disc(centre: spine[0] + SIMD2(0.03, -0.04), radius: 0.035), .accent)
    return body.reversed() + [head, eye]
  }
}

/// Leaves that fall, sway and turn.
struct FallingLeaves: DemoSubject {
  private static let count = 17

  func parts(phase: Float, thickness: Float) -> [SubjectPart] {
    (0..<Self.count).map { index in
      // Each leaf falls again and again, each time from another place.
      let falls = phase / 1.6 + Float(index) / Float(Self.count)
      let share = falls - falls.rounded(.down)
      var generator = SeededGenerator(seed: 0x1EAF, path: UInt64(index), UInt64(falls))
      // Successive leaves fall far apart: 7 and the number of leaves have no common divisor.
      let lane = Float(index * 7 % Self.count) / Float(Self.count - 1)
      let sway = sin(2 * .pi * (share * 1.5 + Float(generator.unit())))
      let centre = SIMD2(
        -0.53 + 1.06 * lane + 0.1 * (Float(generator.unit()) - 0.5) + 0.07 * sway,
        -0.66 + 1.32 * share)
      let spin = generator.integer(below: 2) == 0 ? Float(1) : -1
      let angle = 2 * .pi * (Float(generator.unit()) + spin * share * 0.8)
      // Leaves grow when they appear and shrink before they disappear.
      let size = 0.15 * smoothStep(8 * min(share, 1 - share))
      return SubjectPart(
        leaf(at: centre, along: SIMD2(angle: angle) * size, thickness: thickness),
        index.isMultiple(of: 3) ? .accent : .main)
    }
  }

  private func leaf(at centre: SIMD2<Float>, along axis: SIMD2<Float>, thickness: Float) -> Shape {
    let across = SIMD2(-axis.y, axis.x) * 0.5 * thickness
    return .polygon(corners: [
      centre + axis, centre + axis * 0.3 + across, centre - axis * 0.4 + across * 0.9,
      centre - axis, centre - axis * 0.4 - across * 0.9, centre + axis * 0.3 - across,
    ])
  }
}

/// A bob on a rod that swings from a beam.
struct SwingingPendulum: DemoSubject {
  func parts(phase: Float, thickness: Float) -> [SubjectPart] {
    let pivot = SIMD2<Float>(0, -0.76)
    let radius = 0.23 * thickness
    let swing = 0.72 * sin(2 * .pi * phase)
    let bob = pivot + SIMD2(angle: .pi / 2 + swing) * (1.38 - 0.27 * thickness)
    return [
      SubjectPart(.line(SIMD2(-0.44, -0.8), SIMD2(0.44, -0.8), radius: 0.06 * thickness), .accent),
      SubjectPart(.line(pivot, bob, radius: 0.055 * thickness)),
      SubjectPart(.disc(centre: bob, radius: radius)),
    ]
  }
}

/// Four broad sails that turn on a post.
struct TurningWindmill: DemoSubject {
  func parts(phase: Float, thickness: Float) -> [SubjectPart] {
    let hub = SIMD2<Float>(0, -0.22)
    let post = SubjectPart(.line(hub, SIMD2(0, 0.9), radius: 0.06 * thickness), .accent)
    let sails = (0..<4).map { sail in
      let direction = SIMD2(angle: 2 * .pi * (phase / 2 + Float(sail) / 4))
      let across = SIMD2(-direction.y, direction.x)
      return SubjectPart(
        .polygon(corners: [
          hub, hub + direction * 0.42 + across * 0.34 * min(thickness, 1.15),
          hub + direction * 0.76,
        ]))
    }
    return [post] + sails + [SubjectPart(.disc(centre: hub, radius: 0.1 * thickness), .accent)]
  }
}

/// A stick figure that walks on the spot, towards the right.
struct WalkingFigure: DemoSubject {
  func parts(phase: Float, thickness: Float) -> [SubjectPart] {
    let swing = sin(2 * .pi * phase)
    let bob = 0.03 * cos(4 * .pi * phase)
    let neck = SIMD2<Float>(0.06, -0.42 + bob)
    let hip = SIMD2<Float>(0, 0.12 + bob)
    let radius = 0.07 * thickness
    var parts = [
      SubjectPart(.line(neck, hip, radius: radius * 1.2)),
      SubjectPart(.disc(centre: neck + SIMD2(0.03, -0.27), radius: 0.19)),
    ]
    for side in [Float(-1), 1] {
      let stride = side * swing
      // The knee bends while its leg moves forward. The elbow always bends a little.
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
