/// What the numbers of a histogram of motion are: rows of cells, in each cell directions.
package struct FlowHistogramLayout: Sendable {
  /// Cells across, and as many down.
  package let cells: Int
  /// Directions, counted from straight to the right; an even number.
  package let directions: Int

  /// Names a layout.
  package init(cells: Int, directions: Int) {
    precondition(directions % 2 == 0, "a mirrored direction must be one of them")
    (self.cells, self.directions) = (cells, directions)
  }

  /// Numbers of a histogram.
  package var count: Int { cells * cells * directions }

  /// Histograms added to their mirror images, since what is done to the left is what is done to the right.
  ///
  /// - Parameter histograms: rows × cells² × directions.
  package func withMirrorImages(_ histograms: [Float]) -> [Float] {
    zip(histograms, mirrored(histograms)).map { $0 + $1 }
  }

  /// Histograms whose left and right have changed places.
  ///
  /// - Parameter histograms: rows × cells² × directions.
  func mirrored(_ histograms: [Float]) -> [Float] {
    let turned = (0..<directions).map { (3 * directions / 2 - 1 - $0) % directions }
    return [Float](unsafeUninitializedCapacity: histograms.count) { mirrored, written in
      for start in stride(from: 0, to: histograms.count, by: cells * directions) {
        for column in 0..<cells {
          let source = start + column * directions
          let target = start + (cells - 1 - column) * directions
          for direction in 0..<directions {
            mirrored[target + turned[direction]] = histograms[source + direction]
          }
        }
      }
      written = histograms.count
    }
  }
}
