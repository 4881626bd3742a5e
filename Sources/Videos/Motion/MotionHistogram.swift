/// Where in a picture things move, and whereto: flow's lengths, summed by cell and direction.
public enum MotionHistogram {
  /// Cells across, and as many down.
  public static let cells = 4
  /// Directions: the first is from straight to the right to an eighth of a turn downwards, and so on.
  public static let directions = 8
  /// Frames from one histogram of a video to the next.
  public static let stride = 5
  /// Numbers in all: rows of cells, cells, directions.
  public static let count = cells * cells * directions

  /// What a video's histograms take on the disk, for each of its frames.
  static let bytesPerFrame = Double(4 * count) / Double(stride)

  /// The histogram of a flow, in shares of the picture's pixels times pixels of displacement.
  package static func of(_ flow: OpticalFlow) -> [Float] {
    let (side, cellSide) = (GreyPicture.side, GreyPicture.side / cells)
    var histogram = [Float](repeating: 0, count: count)
    for row in 0..<side {
      let firstCell = row / cellSide * cells
      for column in 0..<side {
        let (x, y) = (flow.x[row * side + column], flow.y[row * side + column])
        let length = (x * x + y * y).squareRoot()
        guard length > leastLength else { continue }
        let cell = firstCell + column / cellSide
        histogram[cell * directions + direction(x: x, y: y)] += length / Float(side * side)
      }
    }
    return histogram
  }

  /// The eighth of a turn that a displacement lies in, by comparisons: no angle is computed.
  package static func direction(x: Float, y: Float) -> Int {
    if y > 0 || (y == 0 && x > 0) {
      x > 0 ? (y < x ? 0 : 1) : (-x < y ? 2 : 3)
    } else {
      x < 0 ? (-y < -x ? 4 : 5) : (x < -y ? 6 : 7)
    }
  }

  /// Displacements below it, in pixels, are noise.
  private static let leastLength: Float = 0.075
}
