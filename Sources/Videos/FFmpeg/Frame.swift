import CFFmpeg

/// One of FFmpeg's frames; its picture is released with it.
final class Frame {
  let pointer: UnsafeMutablePointer<AVFrame>

  /// A frame without a picture.
  ///
  /// - Throws: ``FFmpegError``.
  init() throws { pointer = try check(av_frame_alloc()) }

  /// A frame with room for a picture.
  ///
  /// - Throws: ``FFmpegError``.
  convenience init(width: Int32, height: Int32, format: AVPixelFormat) throws {
    try self.init()
    pointer.pointee.width = width
    pointer.pointee.height = height
    pointer.pointee.format = format.rawValue
    // 0: FFmpeg chooses the alignment that its vector code wants.
    try check(av_frame_get_buffer(pointer, 0))
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVFrame>? = pointer
    av_frame_free(&pointer)
  }

  /// Where one row of a packed picture begins.
  func row(_ y: Int) -> UnsafeMutablePointer<UInt8>? {
    pointer.pointee.data.0?.advanced(by: y * Int(pointer.pointee.linesize.0))
  }
}
