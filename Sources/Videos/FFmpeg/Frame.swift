import CFFmpeg

/// One of FFmpeg's frames; its picture is released with it.
final class Frame {
  let pointer: UnsafeMutablePointer<AVFrame>

  /// A frame without a picture.
  ///
  /// - Throws: ``FFmpegError``.
  init() throws { pointer = try check(av_frame_alloc()) }

  /// Another frame with the same picture, which lasts as long as either.
  ///
  /// - Throws: ``FFmpegError``.
  func shared() throws -> Frame {
    let other = try Frame()
    try check(av_frame_ref(other.pointer, pointer))
    return other
  }

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

  /// Repeats the last column and the last row of luma where their number is odd, since TurboJPEG takes two
  /// by two numbers of luma for one of chroma; FFmpeg's frames have room for more.
  func repeatLumaToEvenSize() {
    let (width, height) = (Int(pointer.pointee.width), Int(pointer.pointee.height))
    if width % 2 == 1 {
      for y in 0..<height {
        guard let row = row(y) else { return }
        row[width] = row[width - 1]
      }
    }
    if height % 2 == 1, let last = row(height - 1) {
      row(height)?.update(from: last, count: width + width % 2)
    }
  }

  /// Where one row of a packed picture, or of luma, begins.
  func row(_ y: Int) -> UnsafeMutablePointer<UInt8>? {
    pointer.pointee.data.0?.advanced(by: y * Int(pointer.pointee.linesize.0))
  }
}
