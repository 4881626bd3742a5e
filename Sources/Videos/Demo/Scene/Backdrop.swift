import Basics

/// What lies behind the subject: two colours that blend in drifting, slowly changing clouds, and
/// clutter before them, all of it out of focus.
///
/// As nothing in it is sharp, it is drawn on a coarse canvas and enlarged.
struct Backdrop: Sendable {
  private let clouds: ValueNoise
  private let grain: ValueNoise
  private let drift: SIMD2<Float>
  private let clutter: Clutter
  private let width: Int
  private let height: Int

  /// Pixels from one point of the coarse canvas to the next.
  private static let cell = 8

  init(width: Int, height: Int, seconds: Float, using generator: inout SeededGenerator) {
    self.width = width
    self.height = height
    clouds = ValueNoise(duration: seconds, using: &generator)
    grain = ValueNoise(duration: seconds, using: &generator)
    drift = generator.direction() * 0.4
    clutter = Clutter(using: &generator)
  }

  /// Draws it as it is at a time, in seconds.
  ///
  /// - Complexity: O(pixels).
  func canvas(at time: Float, colours: (Colour, Colour)) -> Canvas {
    // One column and row more, so that the last cells have a far side too.
    var coarse = Canvas(width: width / Self.cell + 2, height: height / Self.cell + 2)
    for row in 0..<coarse.height {
      for column in 0..<coarse.width {
        let point = SIMD2(Float(column), Float(row)) * Float(Self.cell)
        let cloud = clouds(point / 150 + drift * time, time: time)
        let grain = grain(point / 40 + drift * 2 * time, time: time)
        // Steeper than the noise itself, which keeps to its middle.
        let share = smoothStep(0.5 + 1.4 * (cloud - 0.5))
        coarse.pixels[row * coarse.width + column] =
          colours.0.mixed(with: colours.1, share: share) + (grain - 0.5) * 0.1
      }
    }
    clutter.paint(on: &coarse, pixelSize: Float(Self.cell), at: time, colours: colours)
    return Canvas(width: width, height: height, enlarging: coarse, by: Self.cell)
  }
}
