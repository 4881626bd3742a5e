import Foundation

/// The shapes of a map's points; a further one for every twelve clusters, as colours grow alike.
enum Marker: CaseIterable, Sendable {
  case circle, square, triangle, diamond, invertedTriangle, cross, star, hexagon, saltire

  /// The shape of a cluster, from 0.
  init(number: Int) {
    self = Self.allCases[number / Palette.distinctCount % Self.allCases.count]
  }

  /// The shape around the origin, about as large as a circle of radius 1.
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

  /// Two bars of width 0.8 and length 2.6, crossed.
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
