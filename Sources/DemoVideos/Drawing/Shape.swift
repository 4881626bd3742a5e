import Foundation

/// A filled shape, defined by its signed distance: negative inside, 0 on the outline.
///
/// The distances are those of Quilez, "2D distance functions"
/// (iquilezles.org/articles/distfunctions2d).
package enum Shape: Sendable {
  /// All points within `radius` of `centre`.
  case disc(centre: SIMD2<Float>, radius: Float)
  /// A line from `start` to `end` with round ends.
  ///
  /// Its half width changes from `startRadius` to `endRadius`.
  case stroke(
    start: SIMD2<Float>, end: SIMD2<Float>, startRadius: Float, endRadius: Float)
  /// The inside of a closed line through the corners.
  case polygon(corners: [SIMD2<Float>])

  /// Makes a line of constant width with round ends.
  ///
  /// - Parameters:
  ///   - start: the first end.
  ///   - end: the second end.
  ///   - radius: half its width.
  static func line(_ start: SIMD2<Float>, _ end: SIMD2<Float>, radius: Float) -> Shape {
    .stroke(start: start, end: end, startRadius: radius, endRadius: radius)
  }

  /// The bounding box: the smallest upright box that contains the shape.
  package var bounds: (low: SIMD2<Float>, high: SIMD2<Float>) {
    switch self {
    case .disc(let centre, let radius):
      return (centre - radius, centre + radius)
    case .stroke(let start, let end, let startRadius, let endRadius):
      return (
        pointwiseMin(start - startRadius, end - endRadius),
        pointwiseMax(start + startRadius, end + endRadius)
      )
    case .polygon(let corners):
      let infinity = SIMD2<Float>(repeating: .infinity)
      return (
        corners.reduce(infinity) { pointwiseMin($0, $1) },
        corners.reduce(-infinity) { pointwiseMax($0, $1) }
      )
    }
  }

  /// Returns the distance from a point to the outline, negative inside.
  ///
  /// It is exact for discs, lines of constant width and polygons. For tapered lines the error is of
  /// the order of the square of the taper, which is invisible.
  ///
  /// - Parameter point: the point.
  /// - Complexity: O(corners) for polygons, O(1) for other shapes.
  func distance(to point: SIMD2<Float>) -> Float {
    switch self {
    case .disc(let centre, let radius):
      return (point - centre).length - radius
    case .stroke(let start, let end, let startRadius, let endRadius):
      let axis = end - start
      let share = min(max((point - start).dot(axis) / max(axis.dot(axis), 1e-9), 0), 1)
      let radius = startRadius + (endRadius - startRadius) * share
      return (point - start - axis * share).length - radius
    case .polygon(let corners):
      return Self.distance(from: point, toPolygon: corners)
    }
  }

  private static func distance(from point: SIMD2<Float>, toPolygon corners: [SIMD2<Float>])
    -> Float
  {
    var nearest = Float.infinity
    var isInside = false
    var previous = corners[corners.count - 1]
    for corner in corners {
      let edge = previous - corner
      let offset = point - corner
      let share = min(max(offset.dot(edge) / max(edge.dot(edge), 1e-9), 0), 1)
      let gap = offset - edge * share
      nearest = min(nearest, gap.dot(gap))
      // A ray to the right crosses the edge (even-odd rule).
      if (corner.y > point.y) != (previous.y > point.y),
        offset.x < edge.x * offset.y / edge.y
      {
        isInside.toggle()
      }
      previous = corner
    }
    return isInside ? -nearest.squareRoot() : nearest.squareRoot()
  }
}

/// Vectors of the plane.
extension SIMD2<Float> {
  /// Makes a unit vector.
  ///
  /// - Parameter angle: its angle in radians, clockwise from the right, since y points down.
  init(angle: Float) { self.init(cos(angle), sin(angle)) }

  /// Returns the scalar product.
  func dot(_ other: Self) -> Float { x * other.x + y * other.y }

  /// The Euclidean length.
  var length: Float { dot(self).squareRoot() }

  /// Rotates the vector clockwise.
  ///
  /// - Parameter direction: a unit vector at the angle of the rotation.
  func turned(by direction: Self) -> Self {
    Self(x * direction.x - y * direction.y, x * direction.y + y * direction.x)
  }
}
