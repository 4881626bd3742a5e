import Basics

extension View {
  /// Renders a stored frame as this view.
  ///
  /// - Parameters:
  ///   - frame: stored × stored × 3 bytes, red, green, blue.
  ///   - stored: width and height of the frame in pixels.
  ///   - target: side × side × 3 bytes.
  ///   - side: width and height of the view in pixels.
  /// - Complexity: O(stored × side).
  package func render(
    _ frame: UnsafeBufferPointer<UInt8>, side stored: Int,
    into target: UnsafeMutableBufferPointer<UInt8>, side: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side * 3) { picture in
      resample(frame, side: stored, into: picture, side: side)
      if let colours { colours.change(picture) }
      if isGrey { Colours(saturation: 0).change(picture) }
      if isBlurred { Self.blur(picture, side: side) }
      for index in target.indices {
        target[index] = UInt8(max(0, min(255, picture[index].rounded())))
      }
    }
  }

  private func resample(
    _ frame: UnsafeBufferPointer<UInt8>, side stored: Int,
    into picture: UnsafeMutableBufferPointer<Float>, side: Int
  ) {
    let length = Double(stored)
    let columns = AxisWeights(
      count: stored, start: cut.left * length, extent: cut.width * length, target: side,
      isMirrored: isMirrored)
    let rows = AxisWeights(
      count: stored, start: cut.top * length, extent: cut.height * length, target: side)
    let used = rows.used
    let width = side * 3
    withUnsafeTemporaryAllocation(of: Float.self, capacity: used.count * width) { narrow in
      for (place, row) in used.enumerated() {
        for x in 0..<side {
          var sum = SIMD3<Float>()
          let source = (row * stored + columns.starts[x]) * 3
          for tap in 0..<columns.length {
            let pixel = source + 3 * tap
            sum +=
              columns.weights[x * columns.length + tap]
              * SIMD3(Float(frame[pixel]), Float(frame[pixel + 1]), Float(frame[pixel + 2]))
          }
          for colour in 0..<3 { narrow[place * width + 3 * x + colour] = sum[colour] }
        }
      }
      picture.initialize(repeating: 0)
      for y in 0..<side {
        for tap in 0..<rows.length {
          let weight = rows.weights[y * rows.length + tap]
          let source = (rows.starts[y] - used.lowerBound + tap) * width
          for index in 0..<width { picture[y * width + index] += weight * narrow[source + index] }
        }
      }
    }
  }

  /// The mean of 3×3 pixels; at the edges of those that are there.
  private static func blur(_ picture: UnsafeMutableBufferPointer<Float>, side: Int) {
    for (step, isEdge) in [
      (3, { (pixel: Int) in (pixel % side == 0, pixel % side == side - 1) }),
      (3 * side, { (pixel: Int) in (pixel < side, pixel >= side * (side - 1)) }),
    ] {
      let before = Array(picture)
      for pixel in 0..<side * side {
        let (isFirst, isLast) = isEdge(pixel)
        let count: Float = isFirst || isLast ? 2 : 3
        for index in 3 * pixel..<3 * pixel + 3 {
          let (left, right) = (
            isFirst ? 0 : before[index - step], isLast ? 0 : before[index + step]
          )
          picture[index] = (left + before[index] + right) / count
        }
      }
    }
  }
}

extension View.Colours {
  /// The brightness of red, green and blue (ITU-R BT.601).
  private static let luma = SIMD3<Float>(0.299, 0.587, 0.114)

  /// Changes a picture of 3 numbers a pixel.
  func change(_ picture: UnsafeMutableBufferPointer<Float>) {
    let sum = picture.reduce(0.0) { $0 + Double($1) }
    let mean = brightness * Float(sum / Double(max(picture.count, 1)))
    for start in stride(from: 0, to: picture.count, by: 3) {
      var pixel = SIMD3(picture[start], picture[start + 1], picture[start + 2])
      pixel = (brightness * pixel - mean) * contrast + mean
      let grey = (pixel * Self.luma).sum()
      pixel = ((pixel - grey) * saturation + grey) * tint
      for colour in 0..<3 { picture[start + colour] = pixel[colour] }
    }
  }
}
