extension RGBImage {
  /// Returns the picture at a smaller size.
  ///
  /// Every pixel is the mean of the area that it covers, so fine detail turns into its mean, not into noise. If the
  /// shapes differ, the middle of the picture is taken.
  ///
  /// - Parameters:
  ///   - width: the new width in pixels.
  ///   - height: the new height in pixels.
  package func reduced(width: Int, height: Int) -> RGBImage {
    let scale = min(Double(self.width) / Double(width), Double(self.height) / Double(height))
    let columns = AreaWeights(of: self.width, as: width, scale: scale)
    let rows = AreaWeights(of: self.height, as: height, scale: scale)
    var result = [UInt8](repeating: 0, count: width * height * 3)
    var narrow = [Float](repeating: 0, count: self.height * width * 3)
    pixels.withUnsafeBufferPointer { source in
      for row in rows.used {
        for column in 0..<width {
          var (red, green, blue): (Float, Float, Float) = (0, 0, 0)
          for (offset, weight) in columns.weights(column).enumerated() {
            let start = (row * self.width + columns.first[column] + offset) * 3
            red += weight * Float(source[start])
            green += weight * Float(source[start + 1])
            blue += weight * Float(source[start + 2])
          }
          let target = (row * width + column) * 3
          (narrow[target], narrow[target + 1], narrow[target + 2]) = (red, green, blue)
        }
      }
    }
    var sums = [Float](repeating: 0, count: width * 3)
    for row in 0..<height {
      for index in sums.indices { sums[index] = 0.5 }
      for (offset, weight) in rows.weights(row).enumerated() {
        let start = (rows.first[row] + offset) * width * 3
        for index in sums.indices { sums[index] += weight * narrow[start + index] }
      }
      for index in sums.indices { result[row * width * 3 + index] = UInt8(min(sums[index], 255)) }
    }
    return RGBImage(width: width, height: height, pixels: result)
  }
}

/// How much each pixel of a line counts for each pixel of a shorter line.
private struct AreaWeights {
  /// The first pixel that counts, for each pixel of the shorter line.
  private(set) var first: [Int] = []
  private var start: [Int] = [0]
  private var values: [Float] = []

  /// - Parameters:
  ///   - length: the pixels of the line.
  ///   - count: the pixels of the shorter line.
  ///   - scale: how many pixels become one; the middle of the line is taken.
  init(of length: Int, as count: Int, scale: Double) {
    let margin = (Double(length) - scale * Double(count)) / 2
    for target in 0..<count {
      let lower = max(margin + Double(target) * scale, 0)
      let upper = min(lower + scale, Double(length))
      let range = Int(lower)..<max(Int(upper.rounded(.up)), Int(lower) + 1)
      first.append(range.lowerBound)
      for pixel in range where pixel < length {
        let covered = min(upper, Double(pixel + 1)) - max(lower, Double(pixel))
        values.append(Float(max(covered, 0) / (upper - lower)))
      }
      start.append(values.count)
    }
  }

  /// The weights of the pixels from ``first`` on.
  func weights(_ target: Int) -> ArraySlice<Float> { values[start[target]..<start[target + 1]] }

  /// All pixels that count for any.
  var used: Range<Int> {
    guard let first = first.first, let last = self.first.last else { return 0..<0 }
    return first..<last + weights(self.first.count - 1).count
  }
}
