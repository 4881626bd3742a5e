/// How far every pixel moves from one frame to the next (Lucas and Kanade 1981).
///
/// Around each pixel the one displacement is taken that explains the change of brightness best, in the
/// sense of least squares, from the gradients of the mean of both frames; one pass, since frames that
/// follow each other on 56×56 pixels differ by less than a pixel. Where there is no gradient there is no
/// motion.
package struct OpticalFlow {
  /// Displacements to the right in pixels, side × side.
  package let x: [Float]
  /// Displacements downwards in pixels, side × side.
  package let y: [Float]

  /// Computes the flow between two pictures.
  ///
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

  /// A binomial blur, without which gradients are mostly the camera's noise.
  private static let blur: [Float] = [0.25, 0.5, 0.25]
  /// Sobel's slope and smoothing.
  private static let slope: [Float] = [-0.5, 0, 0.5]
  private static let smooth: [Float] = [0.25, 0.5, 0.25]
  /// The neighbourhood that moves as one: 5×5 pixels.
  private static let window = [Float](repeating: 0.2, count: 5)
  /// Squared grey levels a pixel: gradients far below that count as none.
  private static let damping: Float = 2
}
