/// How a video's pictures are to be turned and mirrored before they are shown.
///
/// Phones store what the sensor saw, and beside it a matrix that says how the phone was held.
struct Orientation: Equatable {
  /// Whether rows become columns.
  var isTransposed = false
  /// Whether left and right are exchanged, after the transposition.
  var isMirrored = false
  /// Whether top and bottom are exchanged, after the transposition.
  var isUpsideDown = false

  /// As stored.
  static let upright = Orientation()

  /// Reads a display matrix, as ISO 14496-12 section 6.2.2 has it: a stored point (p, q) is shown
  /// at (a p + c q + x, b p + d q + y).
  ///
  /// Angles between the quarter turns go to the nearest of these.
  ///
  /// - Parameter matrix: a, b, u, c, d, v, x, y, w in fixed point.
  init(displayMatrix matrix: UnsafePointer<Int32>) {
    let (a, b, c, d) = (matrix[0], matrix[1], matrix[3], matrix[4])
    isTransposed = b.magnitude > a.magnitude && c.magnitude > d.magnitude
    isMirrored = (isTransposed ? c : a) < 0
    isUpsideDown = (isTransposed ? b : d) < 0
  }

  private init() {}

  /// The size in which a picture is shown, or, the other way round, the one to store it in.
  func shown(width: Int, height: Int) -> (width: Int, height: Int) {
    isTransposed ? (height, width) : (width, height)
  }

  /// Copies a frame of packed red, green and blue out of FFmpeg's memory, oriented.
  func image(of frame: Frame) -> RGBImage {
    let (width, height) = (Int(frame.pointer.pointee.width), Int(frame.pointer.pointee.height))
    let (shownWidth, shownHeight) = shown(width: width, height: height)
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      count = buffer.count
      guard let target = buffer.baseAddress else { return }
      for y in 0..<height {
        guard let row = frame.row(y) else { return }
        if self == .upright {
          (target + y * width * 3).update(from: row, count: width * 3)
          continue
        }
        for x in 0..<width {
          var (column, line) = isTransposed ? (y, x) : (x, y)
          if isMirrored { column = shownWidth - 1 - column }
          if isUpsideDown { line = shownHeight - 1 - line }
          (target + (line * shownWidth + column) * 3).update(from: row + x * 3, count: 3)
        }
      }
    }
    return RGBImage(width: shownWidth, height: shownHeight, pixels: pixels)
  }
}
