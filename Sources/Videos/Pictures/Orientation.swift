/// How the pictures of a video are turned and mirrored before they are shown.
///
/// Phones store the pixels as the sensor delivers them, together with a matrix that states how the
/// phone was held.
struct Orientation: Equatable {
  /// Whether rows become columns.
  var isTransposed = false
  /// Whether left and right are exchanged, after the transposition.
  var isMirrored = false
  /// Whether top and bottom are exchanged, after the transposition.
  var isUpsideDown = false

  /// The picture is shown as it is stored.
  static let upright = Orientation()

  /// Reads a display matrix (ISO 14496-12, section 6.2.2).
  ///
  /// A stored point (p, q) is shown at (a p + c q + x, b p + d q + y). Other angles are rounded to
  /// the nearest quarter turn.
  ///
  /// - Parameter matrix: a, b, u, c, d, v, x, y, w as fixed-point numbers.
  init(displayMatrix matrix: UnsafePointer<Int32>) {
    let (a, b, c, d) = (matrix[0], matrix[1], matrix[3], matrix[4])
    isTransposed = b.magnitude > a.magnitude && c.magnitude > d.magnitude
    isMirrored = (isTransposed ? c : a) < 0
    isUpsideDown = (isTransposed ? b : d) < 0
  }

  /// Reads the number of an Exif segment: the side of the scene where the stored first row and first column are.
  ///
  /// - Parameter exif: 1 to 8; any other number counts as 1, which is upright.
  init(exif: Int) {
    isTransposed = (5...8).contains(exif)
    isMirrored = [2, 3, 6, 7].contains(exif)
    isUpsideDown = [3, 4, 7, 8].contains(exif)
  }

  private init() {}

  /// Returns the size in which a stored picture is shown, in pixels.
  ///
  /// The reverse holds too: for a size as shown it returns the size to store.
  ///
  /// - Parameters:
  ///   - width: width in pixels.
  ///   - height: height in pixels.
  func shown(width: Int, height: Int) -> (width: Int, height: Int) {
    isTransposed ? (height, width) : (width, height)
  }

  /// Copies a frame out of FFmpeg's memory, turned and mirrored as shown.
  ///
  /// - Parameter frame: a frame of packed 8-bit RGB.
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
