import CFFmpeg

/// A video file being written, with one stream.
final class Muxer {
  private let context: UnsafeMutablePointer<AVFormatContext>
  private let stream: UnsafeMutablePointer<AVStream>

  /// Chooses a container by the file's extension, opens the encoder for it, creates the file and
  /// writes its header.
  ///
  /// - Throws: ``FFmpegError``.
  init(path: String, encoder: CodecContext) throws {
    var allocated: UnsafeMutablePointer<AVFormatContext>?
    try check(avformat_alloc_output_context2(&allocated, nil, nil, "file:" + path))
    let context = try check(allocated)
    do {
      stream = try check(avformat_new_stream(context, nil))
      // No dates and no version numbers, which would differ from run to run.
      context.pointee.flags |= AVFMT_FLAG_BITEXACT
      if context.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 {
        encoder.pointer.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
      }
      try check(avcodec_open2(encoder.pointer, encoder.pointer.pointee.codec, nil))
      try check(avcodec_parameters_from_context(stream.pointee.codecpar, encoder.pointer))
      stream.pointee.time_base = encoder.pointer.pointee.time_base
      stream.pointee.avg_frame_rate = encoder.pointer.pointee.framerate
      try check(avio_open(&context.pointee.pb, "file:" + path, AVIO_FLAG_WRITE))
      try check(avformat_write_header(context, nil))
    } catch {
      Self.free(context)
      throw error
    }
    self.context = context
  }

  deinit { Self.free(context) }

  /// Writes a packet, whose timestamps count in the encoder's time base.
  ///
  /// - Throws: ``FFmpegError``.
  func write(_ packet: Packet, in timeBase: AVRational) throws {
    packet.pointer.pointee.stream_index = stream.pointee.index
    av_packet_rescale_ts(packet.pointer, timeBase, stream.pointee.time_base)
    try check(av_interleaved_write_frame(context, packet.pointer))
  }

  /// Writes what the container ends with and closes the file.
  ///
  /// - Throws: ``FFmpegError``.
  func finish() throws {
    try check(av_write_trailer(context))
    try check(avio_closep(&context.pointee.pb))
  }

  private static func free(_ context: UnsafeMutablePointer<AVFormatContext>) {
    // The file is incomplete here or closed already, so closing it has nothing to report.
    avio_closep(&context.pointee.pb)
    avformat_free_context(context)
  }
}
