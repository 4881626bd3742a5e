/// What the numbers of a histogram of motion are: rows of cells, in each cell directions.
public struct MotionLayout: Sendable {
  /// Cells across, and as many down.
  public let cells: Int
  /// Directions, counted from straight to the right; an even number.
  public let directions: Int

  /// Names a layout.
  public init(cells: Int, directions: Int) {
    precondition(directions % 2 == 0, "a mirrored direction must be one of them")
    (self.cells, self.directions) = (cells, directions)
  }

  /// Numbers of a histogram.
  public var count: Int { cells * cells * directions }

  /// Histograms added to their mirror images, since what is done to the left is what is done to the right.
  ///
  /// - Parameter histograms: rows × cells² × directions.
  public func withMirrorImages(_ histograms: [Float]) -> [Float] {
    var rows = histograms
    for start in stride(from: 0, to: rows.count, by: count) {
      for index in 0..<count { rows[start + mirrored(index)] += histograms[start + index] }
    }
    return rows
  }

  /// Where a number of a histogram comes to lie when left and right change places.
  func mirrored(_ index: Int) -> Int {
    let (cell, direction) = index.quotientAndRemainder(dividingBy: directions)
    let (row, column) = cell.quotientAndRemainder(dividingBy: cells)
    let turned = (directions / 2 - 1 - direction + directions) % directions
    return (row * cells + cells - 1 - column) * directions + turned
  }
}
