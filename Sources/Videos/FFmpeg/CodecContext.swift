import CFFmpeg

/// A decoder or an encoder of FFmpeg, freed with this object.
final class CodecContext {
  let pointer: UnsafeMutablePointer<AVCodecContext>

  /// Allocates one that is still to be set up and opened.
  ///
  /// One thread: many videos side by side keep a machine busier than many threads on one.
  ///
  /// - Throws: ``FFmpegError``.
  init(_ codec: UnsafePointer<AVCodec>) throws {
    pointer = try check(avcodec_alloc_context3(codec))
    pointer.pointee.thread_count = 1
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVCodecContext>? = pointer
    avcodec_free_context(&pointer)
  }
}
