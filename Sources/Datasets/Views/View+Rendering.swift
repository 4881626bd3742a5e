import CLoops

extension View {
  /// Red, green, blue and an unused number, which fill one register.
  fileprivate typealias Pixel = SIMD4<Float>

  /// Computes the pixels of this view of a stored frame.
  ///
  /// - Parameters:
  ///   - frame: stored × stored × 3 bytes; red, green, blue.
  ///   - stored: width and height of the frame in pixels.
  ///   - target: receives the view: side × side × 3 bytes; red, green, blue.
  ///   - side: width and height of the view in pixels.
  /// - Complexity: O(stored × side).
  public func render(
    _ frame: UnsafeBufferPointer<UInt8>, side stored: Int,
    into target: UnsafeMutableBufferPointer<UInt8>, side: Int
  ) {
    withUnsafeTemporaryAllocation(of: Pixel.self, capacity: side * side) { picture in
      resample(frame, side: stored, into: picture, side: side)
      colours?.change(picture)
      if isGrey { Colours(saturation: 0).change(picture) }
      if isBlurred { Self.blur(picture, side: side) }
      Self.round(picture, into: target)
    }
  }

  private static func round(
    _ picture: UnsafeMutableBufferPointer<Pixel>, into target: UnsafeMutableBufferPointer<UInt8>
  ) {
    precondition(target.count >= 3 * picture.count, "There is no room for the view.")
    picture.withMemoryRebound(to: Float.self) {
      cl_rounded_pixels($0.baseAddress, target.baseAddress, picture.count)
    }
  }

  /// Cuts out a part of a stored frame and resamples it to the view's size.
  ///
  /// Rows are combined first, because the bytes of a row are adjacent in memory.
  private func resample(
    _ frame: UnsafeBufferPointer<UInt8>, side stored: Int,
    into picture: UnsafeMutableBufferPointer<Pixel>, side: Int
  ) {
    let length = Double(stored)
    let columns = AxisWeights(
      count: stored, start: cut.left * length, extent: cut.width * length, target: side,
      isMirrored: isMirrored)
    let rows = AxisWeights(
      count: stored, start: cut.top * length, extent: cut.height * length, target: side)
    let used = columns.used
    let starts = columns.starts.map { $0 - used.lowerBound }
    // Reading the last pixel also reads a fourth number after it.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * used.count + 1) { sums in
      sums.initialize(repeating: 0)
      for y in 0..<side {
        let first = (rows.starts[y] * stored + used.lowerBound) * 3
        let last = first + (rows.length - 1) * stored * 3
        let bytes = UnsafeBufferPointer(rebasing: frame[first..<last + 3 * used.count])
        rows.weights[y * rows.length..<(y + 1) * rows.length].withUnsafeBufferPointer {
          cl_weighted_rows(
            bytes.baseAddress, 3 * stored, $0.baseAddress, $0.count, sums.baseAddress,
            3 * used.count)
        }
        UnsafeMutableBufferPointer(rebasing: picture[y * side..<(y + 1) * side])
          .withMemoryRebound(to: Float.self) {
            cl_weighted_pixels(
              sums.baseAddress, starts, columns.weights, columns.length, $0.baseAddress, side)
          }
      }
    }
  }
}

/// The weights that resample a picture along one axis.
///
/// Every new pixel is a weighted mean of the old pixels around its centre. The weights form a
/// triangle that is two new pixels wide, or two old pixels if those are wider. This is linear
/// interpolation without aliasing.
private struct AxisWeights {
  /// For every new pixel, the first old pixel that has a weight.
  private(set) var starts: [Int] = []
  /// The most old pixels that have a weight, for every new pixel.
  let length: Int
  /// The weights, `length` for every new pixel; their sum is 1.
  private(set) var weights: [Float] = []

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - count: the number of old pixels.
  ///   - start: the start of the part that is kept, in old pixels.
  ///   - extent: the length of that part, in old pixels. It need not be a whole number.
  ///   - target: the number of new pixels.
  ///   - isMirrored: whether the new pixels are in reverse order.
  init(count: Int, start: Double, extent: Double, target: Int, isMirrored: Bool = false) {
    let scale = extent / Double(target)
    let reach = max(scale, 1)
    length = min(Int((2 * reach).rounded(.up)), count)
    starts.reserveCapacity(target)
    weights.reserveCapacity(target * length)
    for place in 0..<target {
      let pixel = isMirrored ? target - 1 - place : place
      let centre = start + (Double(pixel) + 0.5) * scale
      // The first old pixel whose centre is nearer than `reach`.
      let nearest = Int((centre - reach - 0.5).rounded(.down)) + 1
      let first = min(max(nearest, 0), count - length)
      func weight(_ old: Int) -> Double { max(0, 1 - abs(Double(old) + 0.5 - centre) / reach) }
      let sum = (first..<first + length).reduce(0) { $0 + weight($1) }
      starts.append(first)
      for old in first..<first + length { weights.append(Float(weight(old) / sum)) }
    }
  }

  /// The old pixels that have a weight for any new pixel.
  var used: Range<Int> { (starts.min() ?? 0)..<(starts.max() ?? 0) + length }
}

extension View.Colours {
  /// The shares of red, green and blue in brightness (ITU-R BT.601).
  private static let luma = SIMD3<Float>(0.299, 0.587, 0.114)

  /// Changes the colours of a picture.
  ///
  /// Every step is linear, so all steps together are one 3×3 matrix and an offset. Let b, c, s and
  /// t be the factors, m the picture's mean times b, and l the luma. Then a pixel p becomes t · (s
  /// q + (1 − s) l·q), where q = b c p + (1 − c) m.
  fileprivate func change(_ picture: UnsafeMutableBufferPointer<View.Pixel>) {
    let scale = brightness * contrast
    var columns: [SIMD4<Float>] = []
    for colour in 0..<3 {
      var own = SIMD3<Float>()
      own[colour] = saturation
      columns.append(SIMD4(scale * tint * (own + (1 - saturation) * Self.luma[colour]), 0))
    }
    let shift = (1 - contrast) * brightness * Self.mean(of: picture)
    let offset = SIMD4(
      shift * tint * (saturation + (1 - saturation) * Self.luma.sum()), 0)
    let (red, green, blue) = (columns[0], columns[1], columns[2])
    for index in picture.indices {
      let pixel = picture[index]
      picture[index] = red * pixel.x + green * pixel.y + blue * pixel.z + offset
    }
  }

  private static func mean(of picture: UnsafeMutableBufferPointer<View.Pixel>) -> Float {
    // Two alternating sums, so that one addition does not wait for the other.
    var sums = (View.Pixel(), View.Pixel())
    for index in stride(from: 0, to: picture.count - 1, by: 2) {
      sums.0 += picture[index]
      sums.1 += picture[index + 1]
    }
    if picture.count % 2 == 1 { sums.0 += picture[picture.count - 1] }
    let sum = sums.0 + sums.1
    return (sum.x + sum.y + sum.z) / Float(max(3 * picture.count, 1))
  }
}

extension View {
  /// Replaces every pixel by the mean of its 3×3 neighbours; at the edges, of the neighbours that
  /// exist.
  private static func blur(_ picture: UnsafeMutableBufferPointer<Pixel>, side: Int) {
    for line in 0..<side {
      blur(picture, from: line * side, by: 1, count: side)
    }
    for line in 0..<side {
      blur(picture, from: line, by: side, count: side)
    }
  }

  /// Replaces every pixel of one row or column by the mean of three.
  private static func blur(
    _ picture: UnsafeMutableBufferPointer<Pixel>, from first: Int, by step: Int, count: Int
  ) {
    guard count > 1 else { return }
    var (before, index) = (picture[first], first)
    picture[index] = (before + picture[index + step]) / 2
    for _ in 2..<count {
      index += step
      let own = picture[index]
      picture[index] = (before + own + picture[index + step]) / 3
      before = own
    }
    picture[index + step] = (before + picture[index + step]) / 2
  }
}
