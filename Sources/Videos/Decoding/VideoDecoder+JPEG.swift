import CFFmpeg

extension VideoDecoder {
  /// Scales the frame that ``next()`` returned last, ignoring its aspect ratio, and compresses it.
  ///
  /// The colours of most videos are coded as JPEG's are, but for their range. Such frames are scaled as
  /// they are, without the way to red, green and blue and back.
  ///
  /// - Parameters:
  ///   - width: the picture's width in pixels.
  ///   - height: the picture's height in pixels.
  ///   - codec: what compresses it.
  /// - Returns: a JPEG file's bytes.
  /// - Throws: ``VideoError`` or ``PictureError``.
  func jpeg(width: Int, height: Int, by codec: JPEGCodec) throws -> [UInt8] {
    // At the same size swscale copies planes without a look at their range.
    let isScaled = frame.pointer.pointee.width != width || frame.pointer.pointee.height != height
    guard orientation == .upright, frame.isCodedAsJPEG, isScaled else {
      return try codec.encode(picture(width: width, height: height))
    }
    do {
      let planes = try Frame(
        width: Int32(width), height: Int32(height), format: AV_PIX_FMT_YUV420P)
      planes.pointer.pointee.colorspace = frame.pointer.pointee.colorspace
      planes.pointer.pointee.color_range = AVCOL_RANGE_JPEG
      try planeScaler.scale(frame, into: planes)
      planes.repeatLumaToEvenSize()
      return try codec.encode(planes)
    } catch let error as FFmpegError {
      throw VideoError(action: "scaling a frame of", path: name, cause: .ffmpeg(error))
    }
  }
}
