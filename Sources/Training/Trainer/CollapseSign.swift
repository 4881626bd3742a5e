/// A sign that a network learns nothing.
package enum CollapseSign: String, Sendable {
  /// The features of all frames are nearly equal.
  case spread
  /// Features are 0 for every frame.
  case dead
  /// The loss is that of a network that has learned nothing but a scale.
  case idle
}
