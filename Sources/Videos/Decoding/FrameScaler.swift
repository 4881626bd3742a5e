import CFFmpeg

/// Makes pictures of decoded frames, ignoring their aspect ratio.
///
/// For one thread; keeps swscale's tables for the next frame.
final class FrameScaler {
  private let colours = RGBScaler()
  private let planes = Scaler()
  private let greys = Scaler()

  /// Scales a frame.
  ///
  /// - Parameters:
  ///   - shown: the frame.
  ///   - width: the picture's width in pixels.
  ///   - height: the picture's height in pixels.
  /// - Throws: ``VideoError``.
  func picture(of shown: ShownFrame, width: Int, height: Int) throws -> RGBImage {
    let stored = shown.orientation.shown(width: width, height: height)
    return try shown.scaled {
      let scaled = try colours.scale(shown.frame, width: stored.width, height: stored.height)
      return shown.orientation.image(of: scaled)
    }
  }

  /// Scales a frame and compresses it.
  ///
  /// The colours of most videos are coded as JPEG's are, but for their range. Such frames are scaled as
  /// they are, without the way to red, green and blue and back.
  ///
  /// - Parameters:
  ///   - shown: the frame.
  ///   - width: the picture's width in pixels.
  ///   - height: the picture's height in pixels.
  ///   - codec: what compresses it.
  /// - Returns: a JPEG file's bytes.
  /// - Throws: ``VideoError`` or ``PictureError``.
  func jpeg(of shown: ShownFrame, width: Int, height: Int, by codec: JPEGCodec) throws -> [UInt8] {
    let properties = shown.frame.pointer.pointee
    // At the same size swscale copies planes without a look at their range.
    let isScaled = properties.width != width || properties.height != height
    guard shown.orientation == .upright, shown.frame.isCodedAsJPEG, isScaled else {
      return try codec.encode(picture(of: shown, width: width, height: height))
    }
    return try shown.scaled {
      let scaled = try Frame(
        width: Int32(width), height: Int32(height), format: AV_PIX_FMT_YUV420P)
      scaled.pointer.pointee.colorspace = properties.colorspace
      scaled.pointer.pointee.color_range = AVCOL_RANGE_JPEG
      try planes.scale(shown.frame, into: scaled)
      scaled.repeatLumaToEvenSize()
      return try codec.encode(scaled)
    }
  }

  /// Scales a frame, small and grey.
  ///
  /// - Throws: ``VideoError``.
  func greyPicture(of shown: ShownFrame) throws -> GreyPicture {
    let side = GreyPicture.side
    guard shown.orientation == .upright, shown.frame.isLumaAndChroma else {
      return GreyPicture(try picture(of: shown, width: side, height: side))
    }
    return try shown.scaled {
      let grey = try Frame(width: Int32(side), height: Int32(side), format: AV_PIX_FMT_GRAY8)
      try greys.scale(shown.frame, into: grey)
      var values: [Float] = []
      values.reserveCapacity(side * side)
      for y in 0..<side {
        guard let row = grey.row(y) else { break }
        values += UnsafeBufferPointer(start: row, count: side).map(Float.init)
      }
      return GreyPicture(values: values)
    }
  }
}
