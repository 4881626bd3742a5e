/// What moves in a clip.
enum Shape: CaseIterable, Sendable {
  case disc, square, diamond, ring, cross

  private static let radius = 11.0

  /// Whether a pixel belongs to the shape.
  ///
  /// - Parameters:
  ///   - x: how many pixels it is beside the shape's centre, from 0.
  ///   - y: how many pixels it is above or below.
  func contains(x: Double, y: Double) -> Bool {
    let radius = Self.radius
    switch self {
    case .disc: return x * x + y * y < radius * radius
    case .square: return max(x, y) < radius
    case .diamond: return x + y < radius
    case .ring: return (radius * radius / 4..<radius * radius).contains(x * x + y * y)
    case .cross: return max(x, y) < radius && min(x, y) < radius / 3
    }
  }
}
