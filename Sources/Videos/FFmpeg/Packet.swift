import CFFmpeg

/// One of FFmpeg's packets; its data are released with it.
final class Packet {
  let pointer: UnsafeMutablePointer<AVPacket>

  /// A packet without data.
  ///
  /// - Throws: ``FFmpegError``.
  init() throws { pointer = try check(av_packet_alloc()) }

  deinit {
    var pointer: UnsafeMutablePointer<AVPacket>? = pointer
    av_packet_free(&pointer)
  }
}
