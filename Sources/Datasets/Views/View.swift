/// One way to see a frame: what is cut out of it, and how its colours are changed.
public struct View: Equatable, Sendable {
  /// What is cut out, in shares of the frame's width and height.
  public var cut = Cut()
  /// Whether left and right change places.
  public var isMirrored = false
  /// How colours are changed; nil leaves them.
  public var colours: Colours?
  /// Whether it is grey.
  public var isGrey = false
  /// Whether it is blurred by the mean of 3×3 pixels.
  public var isBlurred = false

  /// A part of a frame.
  public struct Cut: Equatable, Sendable {
    /// Its left edge.
    public var left = 0.0
    /// Its upper edge.
    public var top = 0.0
    /// Its width.
    public var width = 1.0
    /// Its height.
    public var height = 1.0

    /// Names a part; all of the frame if nothing is said.
    public init(left: Double = 0, top: Double = 0, width: Double = 1, height: Double = 1) {
      (self.left, self.top, self.width, self.height) = (left, top, width, height)
    }
  }

  /// A change of colours: every pixel times `brightness`; then its distance from the picture's mean
  /// times `contrast`; then its distance from its own grey times `saturation`; then red, green and blue
  /// each times its `tint`.
  public struct Colours: Equatable, Sendable {
    /// A factor; 1 changes nothing.
    public var brightness: Float = 1
    /// A factor; 1 changes nothing.
    public var contrast: Float = 1
    /// A factor; 1 changes nothing, 0 makes grey.
    public var saturation: Float = 1
    /// A factor each for red, green and blue.
    public var tint = SIMD3<Float>(repeating: 1)

    /// Names a change; what is not said stays.
    public init(
      brightness: Float = 1, contrast: Float = 1, saturation: Float = 1,
      tint: SIMD3<Float> = SIMD3(repeating: 1)
    ) {
      (self.brightness, self.contrast) = (brightness, contrast)
      (self.saturation, self.tint) = (saturation, tint)
    }
  }

  /// The frame as it is stored.
  public static let whole = View()
}
