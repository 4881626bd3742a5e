import CFFmpeg

extension VideoDecoder {
  /// Scales the frame that ``next()`` returned last, small and grey.
  ///
  /// - Throws: ``VideoError``.
  func greyPicture() throws -> GreyPicture {
    let side = GreyPicture.side
    guard orientation == .upright, frame.isLumaAndChroma else {
      return GreyPicture(try picture(width: side, height: side))
    }
    do {
      let grey = try Frame(width: Int32(side), height: Int32(side), format: AV_PIX_FMT_GRAY8)
      try greyScaler.scale(frame, into: grey)
      var values: [Float] = []
      values.reserveCapacity(side * side)
      for y in 0..<side {
        guard let row = grey.row(y) else { break }
        values += UnsafeBufferPointer(start: row, count: side).map(Float.init)
      }
      return GreyPicture(values: values)
    } catch let error as FFmpegError {
      throw VideoError(action: "scaling a frame of", path: name, cause: .ffmpeg(error))
    }
  }
}

extension GreyPicture {
  /// The brightness of a picture's pixels (ITU-R BT.601).
  init(_ image: RGBImage) {
    values = stride(from: 0, to: image.pixels.count, by: 3).map { start in
      0.299 * Float(image.pixels[start]) + 0.587 * Float(image.pixels[start + 1])
        + 0.114 * Float(image.pixels[start + 2])
    }
  }
}
