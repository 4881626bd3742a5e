import Foundation

/// A place on a drawing, measured from the top left corner in the drawing's units.
package struct Point: Hashable, Sendable {
  /// The distance from the left edge.
  package var x: Double
  /// The distance from the upper edge.
  package var y: Double

  /// Makes a point.
  ///
  /// - Parameters:
  ///   - x: the distance from the left edge.
  ///   - y: the distance from the upper edge.
  package init(x: Double, y: Double) {
    (self.x, self.y) = (x, y)
  }

  /// Returns the Euclidean distance to another point.
  package func distance(to other: Point) -> Double { squaredDistance(to: other).squareRoot() }

  /// Returns the point at a distance in one of some even directions; 0 is to the right.
  func moved(by distance: Double, towards direction: Int, of directions: Int) -> Point {
    let angle = 2 * Double.pi * Double(direction) / Double(directions)
    return Point(x: x + distance * cos(angle), y: y + distance * sin(angle))
  }

  /// Returns the squared Euclidean distance to another point.
  func squaredDistance(to other: Point) -> Double {
    let (dx, dy) = (x - other.x, y - other.y)
    return dx * dx + dy * dy
  }
}

/// A rectangle with horizontal and vertical edges, in the drawing's units.
package struct Rectangle: Equatable, Sendable {
  /// The left edge.
  package var x: Double
  /// The upper edge.
  package var y: Double
  /// The horizontal size.
  package var width: Double
  /// The vertical size.
  package var height: Double

  /// Makes a rectangle.
  ///
  /// - Parameters:
  ///   - x: the left edge.
  ///   - y: the upper edge.
  ///   - width: the horizontal size.
  ///   - height: the vertical size.
  package init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// The middle.
  var centre: Point { Point(x: x + width / 2, y: y + height / 2) }
  /// The right edge.
  var right: Double { x + width }
  /// The lower edge.
  var bottom: Double { y + height }

  /// Returns whether a rectangle has a part in common with another.
  package func overlaps(_ other: Rectangle) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  /// Returns the point of the rectangle that is nearest to a point.
  package func nearest(to point: Point) -> Point {
    Point(x: min(max(point.x, x), right), y: min(max(point.y, y), bottom))
  }

  /// Returns whether a line between two points meets the rectangle (Liang and Barsky 1984).
  package func meets(_ line: [Point]) -> Bool {
    var (enter, leave) = (0.0, 1.0)
    let ways = [
      (line[0].x, line[1].x, x, right), (line[0].y, line[1].y, y, bottom),
    ]
    for (start, end, low, high) in ways {
      let way = end - start
      if way == 0 {
        if start < low || start > high { return false }
        continue
      }
      let crossings = [(low - start) / way, (high - start) / way].sorted()
      (enter, leave) = (max(enter, crossings[0]), min(leave, crossings[1]))
    }
    return enter <= leave
  }

  /// Returns a smaller rectangle: every edge moves inwards by a distance.
  func inset(by distance: Double) -> Rectangle {
    Rectangle(
      x: x + distance, y: y + distance, width: width - 2 * distance, height: height - 2 * distance)
  }
}
