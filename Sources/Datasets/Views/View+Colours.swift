extension View.Colours {
  /// The brightness of red, green and blue (ITU-R BT.601).
  private static let luma = SIMD3<Float>(0.299, 0.587, 0.114)

  /// Changes a picture.
  ///
  /// Every step is linear, so that all of them are one 3×3 matrix and an offset: with b, c, s, t the
  /// factors, m the mean times b and l the luma, a pixel p becomes t · (s q + (1 − s) l·q), where q is
  /// b c p + (1 − c) m.
  func change(_ picture: UnsafeMutableBufferPointer<View.Pixel>) {
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
    // Two sums by turns, so that one addition need not wait for the other.
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
