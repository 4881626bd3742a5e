import CFFmpeg

/// Scales pictures and changes their format with swscale.
///
/// Bicubic, with the accurate and bit-exact paths, so that every machine makes the same pixels.
final class Scaler {
  private var context: OpaquePointer?
  private var key: Key?

  /// What a context of swscale is made for.
  private struct Key: Equatable {
    var source: Layout
    var target: Layout
    var matrix: AVColorSpace
    var isFullRange: Bool
  }

  /// A size and a pixel format.
  private struct Layout: Equatable {
    var width: Int32
    var height: Int32
    var format: Int32

    init(_ frame: AVFrame) {
      (width, height, format) = (frame.width, frame.height, frame.format)
    }
  }

  deinit { sws_freeContext(context) }

  /// Scales one frame into another one's picture.
  ///
  /// The matrix and the range of the source are its own. Where it names no matrix, BT.601 is
  /// taken, as FFmpeg's tools do.
  ///
  /// - Parameters:
  ///   - source: a frame with a picture.
  ///   - target: a frame with room for one; its size and format say what is made.
  /// - Throws: ``FFmpegError``.
  func scale(_ source: Frame, into target: Frame) throws {
    try prepare(for: source.pointer.pointee, target.pointer.pointee)
    try check(sws_scale_frame(context, target.pointer, source.pointer))
  }

  private func prepare(for source: AVFrame, _ target: AVFrame) throws {
    let key = Key(
      source: Layout(source), target: Layout(target), matrix: source.colorspace,
      isFullRange: source.color_range == AVCOL_RANGE_JPEG)
    guard key != self.key else { return }
    self.key = nil
    sws_freeContext(context)
    context = sws_getContext(
      key.source.width, key.source.height, AVPixelFormat(key.source.format),
      key.target.width, key.target.height, AVPixelFormat(key.target.format),
      SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT, nil, nil, nil)
    guard context != nil else { throw FFmpegError(code: cffmpeg_not_implemented()) }
    setColours(of: key)
    self.key = key
  }

  /// Tells swscale the source's matrix and range.
  private func setColours(of key: Key) {
    var sourceMatrix: UnsafeMutablePointer<Int32>?
    var targetMatrix: UnsafeMutablePointer<Int32>?
    // The range that a format such as yuvj420p or grey implies is known to the context already.
    var (isSourceFull, isTargetFull): (Int32, Int32) = (0, 0)
    var (brightness, contrast, saturation): (Int32, Int32, Int32) = (0, 0, 0)
    guard
      sws_getColorspaceDetails(
        context, &sourceMatrix, &isSourceFull, &targetMatrix, &isTargetFull, &brightness,
        &contrast, &saturation) >= 0
    else { return }
    // It refuses where there is nothing to tell, as between two kinds of RGB.
    sws_setColorspaceDetails(
      context, sws_getCoefficients(Int32(key.matrix.rawValue)),
      key.isFullRange ? 1 : isSourceFull, targetMatrix, isTargetFull, brightness, contrast,
      saturation)
  }
}
