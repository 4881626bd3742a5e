/// Shrinks square pictures by taking the mean over each new pixel's area.
package enum AreaShrinking {
  /// Shrinks one picture.
  ///
  /// - Parameters:
  ///   - pixels: side × side × 3 bytes.
  ///   - side: width and height of the picture.
  ///   - target: width and height of the result; not larger than `side`.
  /// - Returns: target × target × 3 numbers from 0 to 1.
  /// - Complexity: O(side²).
  package static func shrink(_ pixels: ArraySlice<UInt8>, side: Int, to target: Int) -> [Float] {
    let weights = weights(side: side, target: target)
    var narrow = [Float](repeating: 0, count: side * target * 3)
    var result = [Float](repeating: 0, count: target * target * 3)
    pixels.withUnsafeBufferPointer { pixels in
      for y in 0..<side {
        for (x, spans) in weights.enumerated() {
          for (source, weight) in spans {
            for colour in 0..<3 {
              narrow[(y * target + x) * 3 + colour] +=
                weight * Float(pixels[(y * side + source) * 3 + colour])
            }
          }
        }
      }
    }
    for (y, spans) in weights.enumerated() {
      for (source, weight) in spans {
        for index in 0..<target * 3 {
          result[y * target * 3 + index] += weight / 255 * narrow[source * target * 3 + index]
        }
      }
    }
    return result
  }

  /// For every new pixel, the old ones that it covers and the share of it that each takes up.
  private static func weights(side: Int, target: Int) -> [[(source: Int, weight: Float)]] {
    let scale = Double(side) / Double(target)
    return (0..<target).map { pixel in
      let (start, end) = (Double(pixel) * scale, Double(pixel + 1) * scale)
      return (Int(start)..<min(Int(end.rounded(.up)), side)).map { source in
        let overlap = min(end, Double(source + 1)) - max(start, Double(source))
        return (source, Float(overlap / scale))
      }
    }
  }
}
