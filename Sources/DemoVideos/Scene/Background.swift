import Basics
import Foundation

/// The background: two colours in drifting, slowly changing clouds, with clutter in front of them.
///
/// All of it is out of focus, so it is drawn on a coarse canvas and enlarged.
struct Background: Sendable {
  private let clouds: ValueNoise
  private let grain: ValueNoise
  private let drift: SIMD2<Float>
  private let clutter: Clutter
  private let width: Int
  private let height: Int

  /// Pixels of the picture per pixel of the coarse canvas.
  private static let cell = 8

  /// Draws the random numbers of a clip.
  ///
  /// - Parameters:
  ///   - width: width of the picture in pixels.
  ///   - height: height of the picture in pixels.
  ///   - seconds: the duration of the clip.
  ///   - generator: the source of random numbers.
  init(width: Int, height: Int, seconds: Float, using generator: inout SeededGenerator) {
    self.width = width
    self.height = height
    clouds = ValueNoise(duration: seconds, using: &generator)
    grain = ValueNoise(duration: seconds, using: &generator)
    drift = generator.direction() * 0.4
    clutter = Clutter(using: &generator)
  }

  /// Draws the background.
  ///
  /// - Parameters:
  ///   - time: seconds since the start of the clip.
  ///   - colours: the two colours of the clouds.
  /// - Returns: a canvas of the picture's size.
  /// - Complexity: O(pixels).
  func canvas(at time: Float, colours: (Colour, Colour)) -> Canvas {
    // One more column and row, so that the last cells have neighbours to blend with.
    var coarse = Canvas(width: width / Self.cell + 2, height: height / Self.cell + 2)
    for row in 0..<coarse.height {
      for column in 0..<coarse.width {
        let point = SIMD2(Float(column), Float(row)) * Float(Self.cell)
        let cloud = clouds.value(at: point / 150 + drift * time, time: time)
        let grain = grain.value(at: point / 40 + drift * 2 * time, time: time)
        // Steeper than the noise itself, whose values are mostly near its mean.
        let share = smoothStep(0.5 + 1.4 * (cloud - 0.5))
        coarse.pixels[row * coarse.width + column] =
          colours.0.mixed(with: colours.1, share: share) + (grain - 0.5) * 0.1
      }
    }
    clutter.paint(on: &coarse, pixelSize: Float(Self.cell), at: time, colours: colours)
    return Canvas(width: width, height: height, enlarging: coarse, by: Self.cell)
  }
}

/// Shapes out of focus in front of the background, which appear, drift and disappear.
struct Clutter: Sendable {
  private static let count = 9
  private let seed: UInt64

  /// Draws the seed of all shapes.
  ///
  /// - Parameter generator: the source of random numbers.
  init(using generator: inout SeededGenerator) { seed = generator.next() }

  /// Paints the shapes that are visible at a time.
  ///
  /// - Parameters:
  ///   - canvas: the canvas to paint on.
  ///   - pixelSize: pixels of the picture per pixel of the canvas.
  ///   - time: seconds since the start of the clip.
  ///   - colours: the colours of the background; those of the shapes are similar.
  func paint(
    on canvas: inout Canvas, pixelSize: Float, at time: Float, colours: (Colour, Colour)
  ) {
    for index in 0..<UInt64(Self.count) {
      var generator = SeededGenerator(seed: seed, path: index)
      let lifetime = 1.2 + Float(generator.unit())
      let lives = Float(generator.unit()) + time / lifetime
      let age = lives - lives.rounded(.down)
      // Each time it appears it has another shape, colour and direction.
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

  /// Draws one of three kinds of shape, displaced by its age from 0 to 1.
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

/// Value noise: random numbers on a lattice in space and time, interpolated smoothly.
///
/// The lattice is periodic in space, so a background can drift over it for ever.
struct ValueNoise: Sendable {
  private static let side = 16
  private let values: [Float]

  /// Draws the numbers of a lattice.
  ///
  /// - Parameters:
  ///   - duration: the largest time, in lattice steps.
  ///   - generator: the source of random numbers.
  init(duration: Float, using generator: inout SeededGenerator) {
    let layers = Int(duration.rounded(.up)) + 2
    values = (0..<layers * Self.side * Self.side).map { _ in Float(generator.unit()) }
  }

  /// Returns the noise at a point and a time, from 0 to 1.
  ///
  /// - Parameters:
  ///   - point: the point, in lattice steps.
  ///   - time: the time, in lattice steps.
  func value(at point: SIMD2<Float>, time: Float) -> Float {
    let column = point.x.rounded(.down)
    let row = point.y.rounded(.down)
    let layer = time.rounded(.down)
    let across = smoothStep(point.x - column)
    let down = smoothStep(point.y - row)
    let (left, right) = (Self.wrapped(column), Self.wrapped(column + 1))
    let (top, bottom) = (Self.wrapped(row), Self.wrapped(row + 1))
    func plane(_ layer: Int) -> Float {
      let rows = layer * Self.side
      func line(_ row: Int) -> Float {
        let start = (rows + row) * Self.side
        return values[start + left] + (values[start + right] - values[start + left]) * across
      }
      return line(top) + (line(bottom) - line(top)) * down
    }
    let (now, next) = (plane(Int(layer)), plane(Int(layer) + 1))
    return now + (next - now) * smoothStep(time - layer)
  }

  /// Maps a lattice index into the period.
  private static func wrapped(_ index: Float) -> Int {
    // `side` is a power of two, so the mask is correct for negative numbers too.
    Int(index) & (side - 1)
  }
}
