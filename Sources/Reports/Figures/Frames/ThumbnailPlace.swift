/// Where a frame's thumbnail lies in a ``FramesFigure``.
public struct ThumbnailPlace: Equatable, Sendable {
  /// The frame's place in the map's frames.
  public var frame: Int
  /// The cell, border included, in pixels of the figure.
  public var rectangle: Rectangle

  /// Says that a frame lies in a cell.
  public init(frame: Int, rectangle: Rectangle) {
    self.frame = frame
    self.rectangle = rectangle
  }
}
