/// The displacement of every pixel from one frame to the next (Lucas and Kanade 1981).
///
/// For each pixel, the displacement is the least-squares solution that explains the change of
/// brightness in its neighbourhood by the gradients of the mean of both frames. One pass is enough,
/// since consecutive frames of 56×56 pixels differ by less than a pixel. Where there is no gradient
/// the displacement is 0.
package struct OpticalFlow {
  /// Displacements to the right in pixels, side × side.
  package let x: [Float]
  /// Displacements downwards in pixels, side × side.
  package let y: [Float]

  /// Computes the flow between two pictures.
  ///
  /// - Parameters:
  ///   - before: the first picture.
  ///   - after: the second picture.
  /// - Complexity: O(pixels).
  package init(from before: GreyPicture, to after: GreyPicture) {
    let (first, second) = (before.filtered(Self.blur), after.filtered(Self.blur))
    let mean = first.combined(with: second) { ($0 + $1) / 2 }
    let across = mean.filtered(rows: Self.slope, columns: Self.smooth)
    let down = mean.filtered(rows: Self.smooth, columns: Self.slope)
    let change = second.combined(with: first) { $0 - $1 }
    func product(_ one: GreyPicture, _ other: GreyPicture) -> [Float] {
      one.combined(with: other) { $0 * $1 }.filtered(Self.window).values
    }
    let (xx, yy, xy) = (product(across, across), product(down, down), product(across, down))
    let (xt, yt) = (product(across, change), product(down, change))
    var (x, y) = (xx, yy)
    for index in x.indices {
      let (a, b) = (xx[index] + Self.damping, yy[index] + Self.damping)
      let determinant = a * b - xy[index] * xy[index]
      x[index] = (xy[index] * yt[index] - b * xt[index]) / determinant
      y[index] = (xy[index] * xt[index] - a * yt[index]) / determinant
    }
    (self.x, self.y) = (x, y)
  }

  /// A binomial blur.
  ///
  /// Without it gradients are mostly the noise of the camera.
  private static let blur: [Float] = [0.25, 0.5, 0.25]
  /// The derivative part of the Sobel filter.
  private static let slope: [Float] = [-0.5, 0, 0.5]
  /// The smoothing part of the Sobel filter.
  private static let smooth: [Float] = [0.25, 0.5, 0.25]
  /// The neighbourhood that is assumed to move as one: 5×5 pixels.
  private static let window = [Float](repeating: 0.2, count: 5)
  /// Added to the squared gradients, in squared grey levels per pixel: much smaller gradients count
  /// as none.
  private static let damping: Float = 2
}

/// A histogram of optical flow: the lengths of the displacements, summed by cell and direction.
///
/// It has ``cells`` × ``cells`` × ``directions`` values.
package enum FlowHistogram {
  /// The number of cells per row, and per column.
  package static let cells = 4
  /// The number of directions.
  ///
  /// The first one reaches from straight right to an eighth of a turn downwards; the others follow
  /// clockwise.
  package static let directions = 8
  /// The number of frames from one histogram of a video to the next.
  package static let stride = 5
  /// The number of values, in the order row of cells, cell, direction.
  package static let count = cells * cells * directions

  /// The bytes that the histograms of a video take on disk, per frame of the video.
  static let bytesPerFrame = Double(4 * count) / Double(stride)

  /// Computes the histogram of a flow.
  ///
  /// - Parameter flow: the flow.
  /// - Returns: ``count`` values. The unit is pixels of displacement, times the share of the
  ///   picture's pixels.
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

  /// Returns the eighth of a turn of a displacement, by comparisons without computing an angle.
  ///
  /// - Parameters:
  ///   - x: displacement to the right.
  ///   - y: displacement downwards.
  /// - Returns: the direction, from 0 to 7.
  package static func direction(x: Float, y: Float) -> Int {
    if y > 0 || (y == 0 && x > 0) {
      x > 0 ? (y < x ? 0 : 1) : (-x < y ? 2 : 3)
    } else {
      x < 0 ? (-y < -x ? 4 : 5) : (x < -y ? 6 : 7)
    }
  }

  /// Shorter displacements, in pixels, count as noise.
  private static let leastLength: Float = 0.075
}

/// Computes the flow histograms of a video while it is decoded.
///
/// Every ``FlowHistogram/stride`` frames, it adds the histogram of the flow from that frame to the
/// next.
struct FlowRecorder {
  /// The first picture of the pair that is being formed.
  private var earlier: GreyPicture?
  /// One row per histogram.
  ///
  /// A row is zero if the next frame is damaged or does not exist.
  private(set) var values: [Float] = []

  /// The number of rows.
  var rows: Int { values.count / FlowHistogram.count }

  /// Whether the picture of a frame is needed.
  ///
  /// - Parameter number: the frame's number.
  static func isWanted(_ number: Int) -> Bool { number % FlowHistogram.stride <= 1 }

  /// Takes the next frame.
  ///
  /// - Parameters:
  ///   - frame: its position.
  ///   - picture: makes its grey picture; called only if the picture is needed.
  mutating func take(_ frame: DecodedFrame, picture: () throws -> GreyPicture) rethrows {
    switch frame.number % FlowHistogram.stride {
    case 0:
      earlier = try picture()
    case 1:
      let latest = try picture()
      values += [Float](
        repeating: 0, count: (frame.number / FlowHistogram.stride - rows) * FlowHistogram.count)
      if let earlier, frame.followsPrevious {
        values += FlowHistogram.of(OpticalFlow(from: earlier, to: latest))
      }
      earlier = nil
    default: break
    }
  }
}
