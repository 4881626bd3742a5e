/// Shrinks square pictures; a new pixel is the mean over its area.
package enum AreaShrinking {
  /// Shrinks one picture.
  ///
  /// - Parameters:
  ///   - pixels: side × side × 3 bytes.
  ///   - side: the width and height of the picture in pixels.
  ///   - target: the width and height of the result in pixels, at most `side`.
  /// - Returns: target × target × 3 numbers from 0 to 1.
  /// - Complexity: O(side²).
  package static func shrink(_ pixels: ArraySlice<UInt8>, side: Int, to target: Int) -> [Float] {
    let spans = spans(side: side, target: target)
    let width = target * 3
    let narrow = [Float](unsafeUninitializedCapacity: side * width) { narrow, count in
      pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<side {
          for (x, span) in spans.enumerated() {
            var sum = SIMD3<Float>.zero
            for (offset, weight) in span.weights.enumerated() {
              let pixel = (y * side + span.first + offset) * 3
              sum +=
                weight
                * SIMD3(Float(pixels[pixel]), Float(pixels[pixel + 1]), Float(pixels[pixel + 2]))
            }
            for colour in 0..<3 {
              narrow.initializeElement(at: y * width + x * 3 + colour, to: sum[colour])
            }
          }
        }
      }
      count = side * width
    }
    var result = [Float](repeating: 0, count: target * width)
    result.withUnsafeMutableBufferPointer { result in
      narrow.withUnsafeBufferPointer { narrow in
        for (y, span) in spans.enumerated() {
          for (offset, weight) in span.weights.enumerated() {
            let (share, source) = (weight / 255, (span.first + offset) * width)
            for index in 0..<width { result[y * width + index] += share * narrow[source + index] }
          }
        }
      }
    }
    return result
  }

  /// The old pixels that a new one covers.
  private struct Span {
    /// The number of the first one.
    var first: Int
    /// The share of each in the new pixel.
    var weights: [Float]
  }

  /// Returns what every new pixel covers.
  private static func spans(side: Int, target: Int) -> [Span] {
    let scale = Double(side) / Double(target)
    return (0..<target).map { pixel in
      let (start, end) = (Double(pixel) * scale, Double(pixel + 1) * scale)
      let sources = Int(start)..<min(Int(end.rounded(.up)), side)
      return Span(
        first: sources.lowerBound,
        weights: sources.map { source in
          Float((min(end, Double(source + 1)) - max(start, Double(source))) / scale)
        })
    }
  }
}
