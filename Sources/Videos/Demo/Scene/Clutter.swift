import Basics
import Foundation

/// Things out of focus before the backdrop, which come, drift and go.
struct Clutter: Sendable {
  private static let count = 9
  private let seed: UInt64

  init(using generator: inout SeededGenerator) { seed = generator.next() }

  /// Paints what is there at a time.
  ///
  /// - Parameters:
  ///   - canvas: what to paint on.
  ///   - pixelSize: how many pixels of the picture a pixel of the canvas stands for.
  ///   - time: in seconds.
  ///   - colours: the backdrop's, which the things' own are near.
  func paint(
    on canvas: inout Canvas, pixelSize: Float, at time: Float, colours: (Colour, Colour)
  ) {
    for index in 0..<UInt64(Self.count) {
      var generator = SeededGenerator(seed: seed, path: index)
      let lifetime = 1.2 + Float(generator.unit())
      let lives = Float(generator.unit()) + time / lifetime
      let age = lives - lives.rounded(.down)
      // Every life has a shape, a colour and a course of its own.
      generator = SeededGenerator(seed: seed, path: index, UInt64(lives) + 1)
      let size = SIMD2(Float(canvas.width), Float(canvas.height)) * pixelSize
      let shape = Self.shape(age: age, within: size, pixelSize: pixelSize, using: &generator)
      let offset = Colour(
        generator.number(in: -0.3...0.3), generator.number(in: -0.3...0.3),
        generator.number(in: -0.3...0.3))
      let colour = colours.0.mixed(with: colours.1, share: Float(generator.unit())) + offset
      let presence = sin(.pi * age)
      canvas.paint(shape, colour, opacity: 0.5 * presence * presence, blur: 30 / pixelSize)
    }
  }

  private static func shape(
    age: Float, within size: SIMD2<Float>, pixelSize: Float,
    using generator: inout SeededGenerator
  ) -> Shape {
    let place = SIMD2(generator.number(in: 0...size.x), generator.number(in: 0...size.y))
    let course = generator.direction() * generator.number(in: 10...50)
    let centre = (place + course * (age - 0.5)) / pixelSize
    let reach = generator.direction() * generator.number(in: 14...50) / pixelSize
    switch generator.integer(below: 3) {
    case 0:
      return .disc(centre: centre, radius: reach.length)
    case 1:
      let radius = generator.number(in: 6...16) / pixelSize
      return .line(centre - reach, centre + reach, radius: radius)
    default:
      let tail = reach * generator.number(in: 0.3...1)
      return .polygon(
        corners: [centre + reach, centre + SIMD2(-reach.y, reach.x), centre - tail])
    }
  }
}
