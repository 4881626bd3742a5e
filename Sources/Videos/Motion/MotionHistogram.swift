import Foundation

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
    for index in flow.x.indices {
      let (x, y) = (flow.x[index], flow.y[index])
      let length = (x * x + y * y).squareRoot()
      guard length > leastLength else { continue }
      let turn = atan2(y, x) / (2 * .pi)
      let direction = Int(((turn < 0 ? turn + 1 : turn) * Float(directions)).rounded(.down))
      let cell = index / side / cellSide * cells + index % side / cellSide
      histogram[cell * directions + direction % directions] += length / Float(side * side)
    }
    return histogram
  }

  /// Displacements below it, in pixels, are noise.
  private static let leastLength: Float = 0.075
}
