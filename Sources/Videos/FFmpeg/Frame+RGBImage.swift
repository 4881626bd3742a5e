/// Pictures of 8-bit red, green and blue go in and out of frames of that format.
extension Frame {
  /// Copies a picture in; the frame must have its size and hold 8-bit red, green and blue.
  func fill(with image: RGBImage) {
    image.pixels.withUnsafeBufferPointer { pixels in
      let length = image.width * 3
      for y in 0..<image.height {
        guard let row = row(y), let source = pixels.baseAddress else { return }
        row.update(from: source + y * length, count: length)
      }
    }
  }
}
