import Foundation

/// The colours of clusters: a number has the same colour in every figure and on the page.
///
/// Colour-blind readers can tell the first twelve apart. They are six colours of Okabe and Ito's
/// palette (all but black and yellow), then black, Tol's indigo and sand, and three more of Tol's
/// schemes. Each was chosen as the farthest from those before it. The measure is the smallest Oklab
/// distance under normal vision, deuteranopia and protanopia (Machado et al. 2009); the smallest of all
/// is 0.076. `Tests/Reference/palette.py` repeats the choice. Later colours are as far from those before
/// them as lightness and hue allow. ``Marker`` helps to tell these apart.
package struct Palette: Sendable {
  private static let chosen: [UInt32] = [
    0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0xD55E00, 0x56B4E9,
    0x000000, 0x661100, 0x332288, 0x5A5A5A, 0xDDCC77, 0x994F00,
  ]

  /// The number of colours that can be told apart without markers.
  static let distinctCount = chosen.count

  private let colours: [Colour]

  /// Chooses colours.
  ///
  /// - Parameter count: the number of colours. After about 200 the colours repeat.
  /// - Complexity: O(`count` × candidates), with at most 340 candidates.
  package init(count: Int) {
    var colours = Self.chosen.map { Colour($0) }
    var candidates = Self.candidates.map { colour in
      let lab = OklabColour(colour)
      return (colour, lab, distance: colours.map { OklabColour($0).distance(to: lab) }.min() ?? 0)
    }
    while colours.count < count,
      let best = candidates.indices.max(by: { candidates[$0].distance < candidates[$1].distance })
    {
      let (colour, lab, _) = candidates.remove(at: best)
      colours.append(colour)
      for index in candidates.indices {
        candidates[index].distance = min(
          candidates[index].distance, candidates[index].1.distance(to: lab))
      }
    }
    self.colours = colours
  }

  /// The colour of a number, from 0.
  package subscript(number: Int) -> Colour { colours[number % colours.count] }

  /// sRGB colours that are visible on white, spread evenly over lightness, chroma and hue.
  private static var candidates: [Colour] {
    [0.38, 0.5, 0.62, 0.74, 0.84].flatMap { lightness in
      [0.07, 0.13, 0.2].flatMap { chroma in
        stride(from: 0.0, to: 360, by: 15).compactMap { hue in
          OklabColour(lightness: lightness, chroma: chroma, hue: hue).colour
        }
      }
    }
  }
}

/// The shape of a cluster's points on the map.
///
/// Twelve clusters share a shape, because only twelve colours can be told apart by colour alone.
enum Marker: CaseIterable, Sendable {
  case circle, square, triangle, diamond, invertedTriangle, cross, star, hexagon, saltire

  /// Chooses the shape of a cluster.
  ///
  /// - Parameter number: the cluster's number, from 0.
  init(number: Int) {
    self = Self.allCases[number / Palette.distinctCount % Self.allCases.count]
  }

  /// The corners of the shape around the origin; it looks about as large as a circle of radius 1.
  var outline: [Point] {
    switch self {
    case .circle: Self.polygon(corners: 24, radius: 1, turn: 0)
    case .square: Self.polygon(corners: 4, radius: 1.25, turn: 45)
    case .triangle: Self.polygon(corners: 3, radius: 1.4, turn: -90)
    case .diamond: Self.polygon(corners: 4, radius: 1.3, turn: 0)
    case .invertedTriangle: Self.polygon(corners: 3, radius: 1.4, turn: 90)
    case .cross: Self.crossed(turn: 0)
    case .star: Self.starOutline
    case .hexagon: Self.polygon(corners: 6, radius: 1.1, turn: 0)
    case .saltire: Self.crossed(turn: 45)
    }
  }

  private static func polygon(corners: Int, radius: Double, turn: Double) -> [Point] {
    (0..<corners).map { polar(radius, degrees: turn + 360 * Double($0) / Double(corners)) }
  }

  private static var starOutline: [Point] {
    (0..<10).map { polar($0.isMultiple(of: 2) ? 1.5 : 0.65, degrees: -90 + 36 * Double($0)) }
  }

  /// Two crossed bars, 0.8 wide and 2.6 long.
  private static func crossed(turn: Double) -> [Point] {
    let tip = atan2(0.4, 1.3) * 180 / .pi
    return (0..<4).flatMap { arm in
      let axis = turn + 90 * Double(arm)
      return [
        polar(hypot(0.4, 1.3), degrees: axis - tip), polar(hypot(0.4, 1.3), degrees: axis + tip),
        polar(hypot(0.4, 0.4), degrees: axis + 45),
      ]
    }
  }

  private static func polar(_ radius: Double, degrees: Double) -> Point {
    Point(x: radius * cos(degrees * .pi / 180), y: radius * sin(degrees * .pi / 180))
  }
}
