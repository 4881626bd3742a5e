import Videos

/// A picture with the JPEG that vector drawings contain in its place: it takes a tenth of the pixels' bytes.
///
/// Other threads can make it while a figure is drawn, and all formats of the figure share it.
struct PreparedPicture: Sendable {
  /// The picture, for pictures.
  let picture: RGBImage
  /// The picture as vector drawings have it.
  let small: RGBImage
  /// The JPEG of ``small``.
  let jpeg: [UInt8]

  /// Makes a picture smaller if it has more pixels than a drawing shows, and compresses it.
  ///
  /// - Parameters:
  ///   - picture: the picture.
  ///   - size: the size in a drawing's units that the picture will cover.
  ///   - pixelsPerUnit: the finest detail that photographs have in the drawing.
  ///   - codec: compresses the picture; one is made if it is nil.
  /// - Throws: `PictureError`.
  init(
    _ picture: RGBImage, covering size: (width: Double, height: Double), pixelsPerUnit: Double,
    codec: JPEGCodec? = nil
  ) throws {
    let finest =
      pixelsPerUnit
      * max(size.width / Double(picture.width), size.height / Double(picture.height))
    self.picture = picture
    small =
      finest < 1
      ? picture.reduced(
        width: max(1, Int((Double(picture.width) * finest).rounded())),
        height: max(1, Int((Double(picture.height) * finest).rounded()))) : picture
    jpeg = try (codec ?? JPEGCodec()).encode(small)
  }
}
