/// A place on a drawing, in the drawing's units from its top left corner.
package struct Point: Equatable, Sendable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  package func distance(to other: Point) -> Double { squaredDistance(to: other).squareRoot() }

  func squaredDistance(to other: Point) -> Double {
    let (dx, dy) = (x - other.x, y - other.y)
    return dx * dx + dy * dy
  }
}

/// An upright rectangle on a drawing, in the drawing's units from its top left corner.
package struct Rectangle: Equatable, Sendable {
  /// The left edge.
  package var x: Double
  /// The upper edge.
  package var y: Double
  /// From the left edge to the right one.
  package var width: Double
  /// From the upper edge to the lower one.
  package var height: Double

  /// Describes a rectangle by its upper left corner and its size.
  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  var centre: Point { Point(x: x + width / 2, y: y + height / 2) }
  var right: Double { x + width }
  var bottom: Double { y + height }

  /// The same rectangle with every edge moved inwards.
  func inset(by distance: Double) -> Rectangle {
    Rectangle(
      x: x + distance, y: y + distance, width: width - 2 * distance, height: height - 2 * distance)
  }
}
