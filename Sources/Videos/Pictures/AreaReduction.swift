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
    let narrow = narrowed(to: width, columns, rows: rows.used)
    var result = [UInt8](repeating: 0, count: width * height * 3)
    var sums = [Float](repeating: 0, count: width * 3)
    for row in 0..<height {
      for index in sums.indices { sums[index] = 0.5 }
      rows.forEachWeight(of: row) { source, weight in
        let start = source * width * 3
        for index in sums.indices { sums[index] += weight * narrow[start + index] }
      }
      for index in sums.indices { result[row * width * 3 + index] = UInt8(min(sums[index], 255)) }
    }
    return RGBImage(width: width, height: height, pixels: result)
  }

  /// Makes some rows of the picture narrower.
  private func narrowed(to width: Int, _ columns: AreaWeights, rows: Range<Int>) -> [Float] {
    [Float](unsafeUninitializedCapacity: height * width * 3) { narrow, count in
      narrow.initialize(repeating: 0)
      pixels.withUnsafeBufferPointer { source in
        for row in rows {
          for column in 0..<width {
            var sum = SIMD3<Float>.zero
            columns.forEachWeight(of: column) { pixel, weight in
              let start = (row * self.width + pixel) * 3
              sum +=
                weight
                * SIMD3(Float(source[start]), Float(source[start + 1]), Float(source[start + 2]))
            }
            let target = (row * width + column) * 3
            (narrow[target], narrow[target + 1], narrow[target + 2]) = (sum.x, sum.y, sum.z)
          }
        }
      }
      count = narrow.count
    }
  }
}

/// How much each pixel of a line counts for each pixel of a shorter line.
private struct AreaWeights {
  /// The first pixel that counts, for each pixel of the shorter line.
  private var first: [Int] = []
  private var start: [Int] = [0]
  private var values: [Float] = []

  /// Computes the weights.
  ///
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

  /// Calls a closure with every pixel that counts for a pixel of the shorter line, and its weight.
  @inline(__always)
  func forEachWeight(of target: Int, _ body: (_ pixel: Int, _ weight: Float) -> Void) {
    var pixel = first[target]
    for index in start[target]..<start[target + 1] {
      body(pixel, values[index])
      pixel += 1
    }
  }

  /// All pixels that count for any.
  var used: Range<Int> {
    guard let first = first.first, let last = self.first.last else { return 0..<0 }
    let count = start.count
    return first..<last + start[count - 1] - start[count - 2]
  }
}
