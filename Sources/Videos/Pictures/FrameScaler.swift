import CFFmpeg

/// Makes pictures of decoded frames.
///
/// The aspect ratio is not kept.
///
/// It is for one thread, and keeps the tables of swscale for the next frame.
final class FrameScaler {
  private let resizer = Scaler()
  private let colourConverter = Scaler()
  private let planes = Scaler()
  private let greys = Scaler()

  /// Scales a frame to RGB.
  ///
  /// - Parameters:
  ///   - shown: the frame.
  ///   - width: width of the picture in pixels.
  ///   - height: height of the picture in pixels.
  /// - Returns: the picture, turned upright.
  /// - Throws: ``VideoError``.
  func picture(of shown: ShownFrame, width: Int, height: Int) throws -> RGBImage {
    let stored = shown.orientation.shown(width: width, height: height)
    return try shown.reportingVideo {
      let scaled = try scaleToRGB(shown.frame, width: stored.width, height: stored.height)
      return shown.orientation.image(of: scaled)
    }
  }

  /// Scales a frame and compresses it.
  ///
  /// Most videos code their colours as JPEG does, except for the range. Frames of such videos are
  /// scaled as luma and chroma, without a conversion to RGB and back.
  ///
  /// - Parameters:
  ///   - shown: the frame.
  ///   - width: width of the picture in pixels.
  ///   - height: height of the picture in pixels.
  ///   - codec: compresses the picture.
  /// - Returns: the bytes of a JPEG file.
  /// - Throws: ``VideoError`` or ``PictureError``.
  func jpeg(of shown: ShownFrame, width: Int, height: Int, by codec: JPEGCodec) throws -> [UInt8] {
    let properties = shown.frame.pointer.pointee
    // If the size stays the same, swscale copies the planes and ignores their range.
    let isScaled = properties.width != width || properties.height != height
    guard shown.orientation == .upright, shown.frame.isCodedAsJPEG, isScaled else {
      return try codec.encode(picture(of: shown, width: width, height: height))
    }
    return try shown.reportingVideo {
      let scaled = try Frame(
        width: Int32(width), height: Int32(height), format: AV_PIX_FMT_YUV420P)
      scaled.pointer.pointee.colorspace = properties.colorspace
      scaled.pointer.pointee.color_range = AVCOL_RANGE_JPEG
      try planes.scale(shown.frame, into: scaled)
      scaled.repeatLumaToEvenSize()
      return try codec.encode(scaled)
    }
  }

  /// Scales a frame to the small grey picture for optical flow.
  ///
  /// - Parameter shown: the frame.
  /// - Returns: ``GreyPicture/side`` × ``GreyPicture/side`` values.
  /// - Throws: ``VideoError``.
  func greyPicture(of shown: ShownFrame) throws -> GreyPicture {
    let side = GreyPicture.side
    guard shown.orientation == .upright, shown.frame.isLumaAndChroma else {
      return GreyPicture(try picture(of: shown, width: side, height: side))
    }
    return try shown.reportingVideo {
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

  /// Scales a frame of any format to packed 8-bit RGB.
  ///
  /// Luma and chroma are resized first and converted afterwards, which is faster: swscale has
  /// vector code for resizing but not for the conversion, and in one step it would convert every
  /// line of the large picture.
  private func scaleToRGB(_ frame: Frame, width: Int, height: Int) throws -> Frame {
    let colours = try Frame(width: Int32(width), height: Int32(height), format: AV_PIX_FMT_RGB24)
    guard frame.isLumaAndChroma else {
      try colourConverter.scale(frame, into: colours)
      return colours
    }
    let planes = try Frame(width: Int32(width), height: Int32(height), format: AV_PIX_FMT_YUV444P)
    planes.pointer.pointee.colorspace = frame.pointer.pointee.colorspace
    planes.pointer.pointee.color_range = frame.isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
    try resizer.scale(frame, into: planes)
    try colourConverter.scale(planes, into: colours)
    return colours
  }
}

/// A decoded frame with its orientation and the name of its video.
///
/// It is marked as Sendable without a check by the compiler: a decoder never writes to a frame that
/// it has returned.
struct ShownFrame: @unchecked Sendable {
  let frame: Frame
  let orientation: Orientation
  /// The video's name in errors.
  let video: String

  /// Runs a closure that scales the frame, and adds the video to the errors of FFmpeg.
  ///
  /// - Parameter body: the closure.
  /// - Returns: the result of the closure.
  /// - Throws: ``VideoError`` instead of ``FFmpegError``; other errors as they are.
  func reportingVideo<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as FFmpegError {
      throw VideoError(action: "scaling a frame of", path: video, cause: .ffmpeg(error))
    }
  }
}

/// Scales pictures and converts their pixel format with swscale.
///
/// It uses bicubic interpolation, or the mean of an area if the picture becomes much smaller. The
/// flags for accurate and bit-exact results make every machine produce the same pixels.
final class Scaler {
  private var context: OpaquePointer?
  private var key: Key?

  /// The properties that a context of swscale depends on.
  private struct Key: Equatable {
    var source: Layout
    var target: Layout

    /// The interpolation: the mean of an area if more than a hundred pixels become one.
    ///
    /// Bicubic interpolation would then take four times as long in each direction, and the result
    /// is nearly the same.
    var filter: Int32 { source.pixels > 100 * target.pixels ? SWS_AREA : SWS_BICUBIC }
  }

  /// The memory layout of a picture and the meaning of its values.
  private struct Layout: Equatable {
    var width: Int32
    var height: Int32
    var format: Int32
    var matrix: Int32
    /// Whether values use the full range; nil if the frame does not state it.
    var isFullRange: Bool?

    init(_ frame: Frame) {
      let properties = frame.pointer.pointee
      (width, height, format) = (properties.width, properties.height, properties.format)
      matrix = frame.matrix
      isFullRange = frame.statedFullRange
    }

    var pixels: Int { Int(width) * Int(height) }
  }

  deinit { sws_freeContext(context) }

  /// Scales the picture of one frame into another frame.
  ///
  /// If a frame states no matrix, BT.601 is used, as in FFmpeg's tools.
  ///
  /// - Parameters:
  ///   - source: a frame with a picture.
  ///   - target: a frame with room for a picture. Its size, format, matrix and range define the
  ///     result.
  /// - Throws: ``FFmpegError``.
  func scale(_ source: Frame, into target: Frame) throws {
    try prepare(for: Key(source: Layout(source), target: Layout(target)))
    try check(sws_scale_frame(context, target.pointer, source.pointer))
  }

  /// Makes a context for a key, unless the current one fits.
  private func prepare(for key: Key) throws {
    guard key != self.key else { return }
    self.key = nil
    sws_freeContext(context)
    context = sws_getContext(
      key.source.width, key.source.height, AVPixelFormat(key.source.format),
      key.target.width, key.target.height, AVPixelFormat(key.target.format),
      key.filter | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT, nil, nil, nil)
    guard context != nil else { throw FFmpegError(code: cffmpeg_not_implemented()) }
    setColours(of: key)
    self.key = key
  }

  /// Sets the matrices and the ranges of the context.
  ///
  /// A range that a frame does not state follows from its format, which the context knows: full for
  /// grey, limited for luma and chroma.
  private func setColours(of key: Key) {
    var (sourceMatrix, targetMatrix): (UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?)
    var (isSourceFull, isTargetFull): (Int32, Int32) = (0, 0)
    var (brightness, contrast, saturation): (Int32, Int32, Int32) = (0, 0, 0)
    guard
      sws_getColorspaceDetails(
        context, &sourceMatrix, &isSourceFull, &targetMatrix, &isTargetFull, &brightness,
        &contrast, &saturation) >= 0
    else { return }
    if let isFull = key.source.isFullRange { isSourceFull = isFull ? 1 : 0 }
    if let isFull = key.target.isFullRange { isTargetFull = isFull ? 1 : 0 }
    // The call fails if there is nothing to set, as between two RGB formats; that is no error.
    sws_setColorspaceDetails(
      context, sws_getCoefficients(key.source.matrix), isSourceFull,
      sws_getCoefficients(key.target.matrix), isTargetFull,
      brightness, contrast, saturation)
  }
}
