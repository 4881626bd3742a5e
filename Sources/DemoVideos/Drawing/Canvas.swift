import Videos

/// A picture that is being drawn.
///
/// Its colours are floating-point numbers, so that light can overexpose and underexpose it.
struct Canvas {
  let width: Int
  let height: Int
  /// `height` × `width` colours, row by row from the top left.
  var pixels: [Colour]

  /// Makes a black canvas.
  ///
  /// - Parameters:
  ///   - width: width in pixels.
  ///   - height: height in pixels.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = [Colour](repeating: .zero, count: width * height)
  }

  /// Enlarges a coarse canvas with linear interpolation.
  ///
  /// - Parameters:
  ///   - width: width of the new canvas in pixels.
  ///   - height: height of the new canvas in pixels.
  ///   - coarse: the coarse canvas. The top left pixels of both coincide. It must reach at least
  ///     one of its pixels beyond the other edges of the new one.
  ///   - factor: pixels of the new canvas per pixel of the coarse one, in each direction.
  /// - Complexity: O(pixels).
  init(width: Int, height: Int, enlarging coarse: Canvas, by factor: Int) {
    self.init(width: width, height: height)
    var blended = [Colour](repeating: .zero, count: coarse.width)
    for row in 0..<height {
      let (above, down) = row.quotientAndRemainder(dividingBy: factor)
      for column in 0..<coarse.width {
        let index = above * coarse.width + column
        blended[column] = coarse.pixels[index].mixed(
          with: coarse.pixels[index + coarse.width], share: Float(down) / Float(factor))
      }
      for column in 0..<width {
        let (left, across) = column.quotientAndRemainder(dividingBy: factor)
        pixels[row * width + column] = blended[left].mixed(
          with: blended[left + 1], share: Float(across) / Float(factor))
      }
    }
  }

  /// Paints a shape with smooth edges.
  ///
  /// - Parameters:
  ///   - shape: the shape, in pixels. Parts outside the picture are ignored.
  ///   - colour: its colour.
  ///   - opacity: from 0 to 1.
  ///   - blur: the width, in pixels, over which its edge fades; 1 is sharp.
  /// - Complexity: O(pixels in the bounding box of the shape).
  mutating func paint(_ shape: Shape, _ colour: Colour, opacity: Float = 1, blur: Float = 1) {
    let (low, high) = shape.bounds
    let margin = blur / 2 + 1
    func span(from low: Float, to high: Float, below count: Int) -> Range<Int> {
      (Int((low - margin).rounded(.down))..<Int((high + margin).rounded(.up)))
        .clamped(to: 0..<count)
    }
    let columns = span(from: low.x, to: high.x, below: width)
    let rows = span(from: low.y, to: high.y, below: height)
    pixels.withUnsafeMutableBufferPointer { pixels in
      for row in rows {
        for column in columns {
          let centre = SIMD2(Float(column) + 0.5, Float(row) + 0.5)
          let coverage = min(max(0.5 - shape.distance(to: centre) / blur, 0), 1) * opacity
          guard coverage > 0 else { continue }
          let index = row * width + column
          pixels[index] = pixels[index].mixed(with: colour, share: coverage)
        }
      }
    }
  }

  /// Converts the canvas to a picture, as a camera would take it.
  ///
  /// - Parameter light: the light.
  /// - Returns: the picture; colours outside 0 to 1 are clipped.
  func photographed(in light: Light) -> RGBImage {
    func byte(_ channel: Float) -> UInt8 { UInt8(min(max(channel * 255 + 0.5, 0), 255)) }
    let bytes = [UInt8](unsafeUninitializedCapacity: width * height * 3) { bytes, count in
      for row in 0..<height {
        let y = 2 * (Float(row) + 0.5) / Float(height) - 1
        for column in 0..<width {
          let x = 2 * (Float(column) + 0.5) / Float(width) - 1
          let index = row * width + column
          let colour = pixels[index] * light.strength(x, y)
          bytes[index * 3] = byte(colour.x)
          bytes[index * 3 + 1] = byte(colour.y)
          bytes[index * 3 + 2] = byte(colour.z)
        }
      }
      count = width * height * 3
    }
    return RGBImage(width: width, height: height, pixels: bytes)
  }
}
