import Foundation

extension SIMD2<Float> {
  /// The unit vector that points an angle (radians) clockwise from the right, as y points down.
  init(angle: Float) { self.init(cos(angle), sin(angle)) }

  /// The scalar product.
  func dot(_ other: Self) -> Float { x * other.x + y * other.y }

  /// The Euclidean length.
  var length: Float { dot(self).squareRoot() }

  /// The vector turned clockwise by the angle of a unit vector.
  func turned(by direction: Self) -> Self {
    Self(x * direction.x - y * direction.y, x * direction.y + y * direction.x)
  }
}
