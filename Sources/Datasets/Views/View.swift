/// One way to see a frame: what is cut out of it, and how its colours are changed.
package struct View: Equatable, Sendable {
  /// What is cut out, in shares of the frame's width and height.
  package var cut = Cut()
  /// Whether left and right change places.
  package var isMirrored = false
  /// How colours are changed; nil leaves them.
  package var colours: Colours?
  /// Whether it is grey.
  package var isGrey = false
  /// Whether it is blurred by the mean of 3×3 pixels.
  package var isBlurred = false

  /// A part of a frame.
  package struct Cut: Equatable, Sendable {
    /// Its left edge.
    package var left = 0.0
    /// Its upper edge.
    package var top = 0.0
    /// Its width.
    package var width = 1.0
    /// Its height.
    package var height = 1.0

    /// Names a part; all of the frame if nothing is said.
    package init(left: Double = 0, top: Double = 0, width: Double = 1, height: Double = 1) {
      (self.left, self.top, self.width, self.height) = (left, top, width, height)
    }
  }

  /// A change of colours: every pixel times `brightness`; then its distance from the picture's mean
  /// times `contrast`; then its distance from its own grey times `saturation`; then red, green and blue
  /// each times its `tint`.
  package struct Colours: Equatable, Sendable {
    /// A factor; 1 changes nothing.
    package var brightness: Float = 1
    /// A factor; 1 changes nothing.
    package var contrast: Float = 1
    /// A factor; 1 changes nothing, 0 makes grey.
    package var saturation: Float = 1
    /// A factor each for red, green and blue.
    package var tint = SIMD3<Float>(repeating: 1)

    /// Names a change; what is not said stays.
    package init(
      brightness: Float = 1, contrast: Float = 1, saturation: Float = 1,
      tint: SIMD3<Float> = SIMD3(repeating: 1)
    ) {
      (self.brightness, self.contrast) = (brightness, contrast)
      (self.saturation, self.tint) = (saturation, tint)
    }
  }

  /// The frame as it is stored.
  package static let whole = View()
}
