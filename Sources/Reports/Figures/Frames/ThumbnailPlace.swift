/// Where a frame's thumbnail lies in a ``FramesFigure``.
package struct ThumbnailPlace: Equatable, Sendable {
  /// The frame's place in the map's frames.
  package var frame: Int
  /// The cell, border included, in pixels of the figure.
  package var rectangle: Rectangle

  /// Says that a frame lies in a cell.
  package init(frame: Int, rectangle: Rectangle) {
    self.frame = frame
    self.rectangle = rectangle
  }
}
