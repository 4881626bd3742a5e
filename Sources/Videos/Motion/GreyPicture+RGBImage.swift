extension GreyPicture {
  /// The brightness of a picture's pixels (ITU-R BT.601).
  init(_ image: RGBImage) {
    values = stride(from: 0, to: image.pixels.count, by: 3).map { start in
      0.299 * Float(image.pixels[start]) + 0.587 * Float(image.pixels[start + 1])
        + 0.114 * Float(image.pixels[start + 2])
    }
  }
}
