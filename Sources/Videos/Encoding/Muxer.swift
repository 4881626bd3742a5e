import CFFmpeg

/// Writes packets into a video file with one stream.
final class Muxer {
  private let context: UnsafeMutablePointer<AVFormatContext>
  private let stream: UnsafeMutablePointer<AVStream>

  /// Opens the encoder, creates the file and writes its header.
  ///
  /// The file's extension decides the container format. The container decides some flags of the
  /// encoder, so the encoder is opened here.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - encoder: the encoder, configured but not open.
  /// - Throws: ``FFmpegError``.
  init(path: String, encoder: CodecContext) throws {
    var allocated: UnsafeMutablePointer<AVFormatContext>?
    try check(avformat_alloc_output_context2(&allocated, nil, nil, "file:" + path))
    let context = try check(allocated)
    do {
      stream = try check(avformat_new_stream(context, nil))
      // Leaves out dates and version numbers, which would differ from run to run.
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

  /// Writes a packet.
  ///
  /// - Parameters:
  ///   - packet: the packet.
  ///   - timeBase: the unit of its timestamps.
  /// - Throws: ``FFmpegError``.
  func write(_ packet: Packet, in timeBase: AVRational) throws {
    packet.pointer.pointee.stream_index = stream.pointee.index
    av_packet_rescale_ts(packet.pointer, timeBase, stream.pointee.time_base)
    try check(av_interleaved_write_frame(context, packet.pointer))
  }

  /// Writes the end of the container and closes the file.
  ///
  /// - Throws: ``FFmpegError``.
  func finish() throws {
    try check(av_write_trailer(context))
    try check(avio_closep(&context.pointee.pb))
  }

  private static func free(_ context: UnsafeMutablePointer<AVFormatContext>) {
    // The file is incomplete or closed already, so an error of closing it does not matter.
    avio_closep(&context.pointee.pb)
    avformat_free_context(context)
  }
}
