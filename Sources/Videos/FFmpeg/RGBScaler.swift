import CFFmpeg

/// Scales frames of any format to packed 8-bit red, green and blue.
///
/// In two steps where that is faster: swscale resizes planes of luma and chroma with vector code and
/// colours without, and it does the latter for every line that goes into a resized one.
final class RGBScaler {
  private let resizer = Scaler()
  private let colourer = Scaler()

  /// Scales a frame, ignoring its aspect ratio.
  ///
  /// - Parameters:
  ///   - frame: a frame with a picture.
  ///   - width: the new width in pixels.
  ///   - height: the new height in pixels.
  /// - Throws: ``FFmpegError``.
  func scale(_ frame: Frame, width: Int, height: Int) throws -> Frame {
    let colours = try Frame(width: Int32(width), height: Int32(height), format: AV_PIX_FMT_RGB24)
    guard frame.isLumaAndChroma else {
      try colourer.scale(frame, into: colours)
      return colours
    }
    let planes = try Frame(width: Int32(width), height: Int32(height), format: AV_PIX_FMT_YUV444P)
    planes.pointer.pointee.colorspace = frame.pointer.pointee.colorspace
    planes.pointer.pointee.color_range = frame.isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
    try resizer.scale(frame, into: planes)
    try colourer.scale(planes, into: colours)
    return colours
  }
}
