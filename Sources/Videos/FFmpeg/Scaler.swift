import CFFmpeg

/// Scales pictures and changes their format with swscale.
///
/// Bicubic, or where a picture gets much smaller the mean of what falls into a pixel, with the accurate and
/// bit-exact paths, so that every machine makes the same pixels.
final class Scaler {
  private var context: OpaquePointer?
  private var key: Key?

  /// What a context of swscale is made for.
  private struct Key: Equatable {
    var source: Layout
    var target: Layout

    /// The mean where more than a hundred pixels fall into one: bicubic takes four times as long each way
    /// and makes nearly the same of so many.
    var filter: Int32 { source.pixels > 100 * target.pixels ? SWS_AREA : SWS_BICUBIC }
  }

  /// How a picture lies in memory and what its numbers mean.
  private struct Layout: Equatable {
    var width: Int32
    var height: Int32
    var format: Int32
    var matrix: Int32
    var isFullRange: Bool

    init(_ frame: Frame) {
      let properties = frame.pointer.pointee
      (width, height, format) = (properties.width, properties.height, properties.format)
      matrix = Int32(properties.colorspace.rawValue)
      isFullRange = frame.isFullRange
    }

    var pixels: Int { Int(width) * Int(height) }
  }

  deinit { sws_freeContext(context) }

  /// Scales one frame into another one's picture.
  ///
  /// Where a frame names no matrix, BT.601 is taken, as FFmpeg's tools do.
  ///
  /// - Parameters:
  ///   - source: a frame with a picture.
  ///   - target: a frame with room for one; its size, format, matrix and range say what is made.
  /// - Throws: ``FFmpegError``.
  func scale(_ source: Frame, into target: Frame) throws {
    try prepare(for: Key(source: Layout(source), target: Layout(target)))
    try check(sws_scale_frame(context, target.pointer, source.pointer))
  }

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

  /// Tells swscale the matrices and the ranges.
  private func setColours(of key: Key) {
    var (sourceMatrix, targetMatrix): (UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?)
    // Grey implies a range, which the context knows already.
    var (isSourceFull, isTargetFull): (Int32, Int32) = (0, 0)
    var (brightness, contrast, saturation): (Int32, Int32, Int32) = (0, 0, 0)
    guard
      sws_getColorspaceDetails(
        context, &sourceMatrix, &isSourceFull, &targetMatrix, &isTargetFull, &brightness,
        &contrast, &saturation) >= 0
    else { return }
    // It refuses where there is nothing to tell, as between two kinds of RGB.
    sws_setColorspaceDetails(
      context, sws_getCoefficients(key.source.matrix), key.source.isFullRange ? 1 : isSourceFull,
      sws_getCoefficients(key.target.matrix), key.target.isFullRange ? 1 : isTargetFull,
      brightness, contrast, saturation)
  }
}
