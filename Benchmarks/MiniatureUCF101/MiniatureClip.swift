import Basics
import Videos

/// One of the clips: a shape that moves over a background, 64×48 pixels.
///
/// The category decides the background, the shape and the way it goes; the group of footage the light;
/// the clip how long it is and where the shape begins.
struct MiniatureClip: Sendable {
  static let width = 64
  static let height = 48

  /// The category's position in ``Catalogue/categories``.
  let category: Int
  /// The group of footage, from 1.
  let group: Int
  /// The clip's number in its group, from 1.
  let number: Int
  /// How many frames it has: 24 to 46, so 3 to 5 queries.
  let frameCount: Int

  private let background: SIMD3<Double>
  private let foreground: SIMD3<Double>
  private let shape: Shape
  private let start: SIMD2<Double>
  private let velocity: SIMD2<Double>

  init(category: Int, group: Int, number: Int) {
    (self.category, self.group, self.number) = (category, group, number)
    var looks = SeededGenerator(seed: Self.seed, path: UInt64(category))
    var light = SeededGenerator(seed: Self.seed, path: UInt64(category), UInt64(group))
    var take = SeededGenerator(
      seed: Self.seed, path: UInt64(category), UInt64(group), UInt64(number))
    let tint = SIMD3(light.unit(), light.unit(), light.unit()) * 40 - 20
    background = SIMD3(looks.unit(), looks.unit(), looks.unit()) * 150 + 50 + tint
    foreground = SIMD3(looks.unit(), looks.unit(), looks.unit()) * 255
    shape = Shape.allCases[looks.integer(below: Shape.allCases.count)]
    velocity = SIMD2(looks.unit(), looks.unit()) * 4 - 2
    frameCount = 24 + take.integer(below: 23)
    start = SIMD2(take.unit() * Double(Self.width), take.unit() * Double(Self.height))
  }

  private static let seed: UInt64 = 101

  /// One of the clip's frames.
  func picture(frame: Int) -> RGBImage {
    let place = start + velocity * Double(frame)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(Self.width * Self.height * 3)
    for y in 0..<Self.height {
      let shade = background * (1 - 0.4 * Double(y) / Double(Self.height))
      for x in 0..<Self.width {
        let isInside = shape.contains(
          x: Self.distance(Double(x), place.x, around: Double(Self.width)),
          y: Self.distance(Double(y), place.y, around: Double(Self.height)))
        let colour = (isInside ? foreground : shade).clamped(
          lowerBound: .zero, upperBound: SIMD3(repeating: 255))
        pixels += [UInt8(colour.x), UInt8(colour.y), UInt8(colour.z)]
      }
    }
    return RGBImage(width: Self.width, height: Self.height, pixels: pixels)
  }

  /// How far two places are from each other on a line that ends where it begins.
  private static func distance(_ place: Double, _ other: Double, around length: Double) -> Double {
    abs((place - other).remainder(dividingBy: length))
  }
}
