extension View {
  /// Red, green and blue while a view is made, and a number without meaning: four fill a register.
  typealias Pixel = SIMD4<Float>

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
    var place = 0
    for pixel in picture {
      let inside = pixel.replacing(with: 0, where: pixel .< 0)
      // Above 2²³ neighbouring 32-bit floats are one apart: the sum is rounded, its last bits are the number.
      let bits = unsafeBitCast(
        inside.replacing(with: 255, where: inside .> 255) + 8_388_608, to: SIMD4<UInt32>.self)
      target[place] = UInt8(truncatingIfNeeded: bits.x)
      target[place + 1] = UInt8(truncatingIfNeeded: bits.y)
      target[place + 2] = UInt8(truncatingIfNeeded: bits.z)
      place += 3
    }
  }
}
