import Videos

/// Pictures that tell their number: a row of sixteen black or white squares, highest bit first, over
/// a grey that changes from frame to frame, as footage does.
enum NumberedPicture {
  private static let bits = 16

  /// Draws a number.
  static func draw(_ number: Int, width: Int = 320, height: Int = 240) -> RGBImage {
    let grey = UInt8(96 + number * 7 % 64)
    var image = RGBImage(width: width, height: height, filledWith: (grey, grey, grey))
    for y in height / 4..<height * 3 / 4 {
      for x in 0..<width {
        let level: UInt8 = number >> (bits - 1 - x * bits / width) & 1 == 1 ? 255 : 0
        image[x, y] = (level, level, level)
      }
    }
    return image
  }

  /// Reads a number back at the squares' centres, whatever the picture's size; nil if a square is
  /// neither black nor white.
  static func read(_ image: RGBImage) -> Int? {
    var number = 0
    for bit in 0..<bits {
      let x = (2 * bit + 1) * image.width / (2 * bits)
      let level = image[x, image.height / 2].green
      guard level < 64 || level > 191 else { return nil }
      number = number << 1 | (level > 191 ? 1 : 0)
    }
    return number
  }
}
