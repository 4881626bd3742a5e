import CFFmpeg

/// Writes pictures to a video file, one after another.
///
/// The same pictures give the same bytes. FFmpeg chooses the container format by the file's
/// extension.
package final class ClipEncoder {
  private let path: String
  private let encoder: CodecContext
  private let muxer: Muxer
  private let packet: Packet
  private let scaler = Scaler()
  private var count: Int64 = 0

  /// Creates the file and writes its header.
  ///
  /// - Parameters:
  ///   - path: the file. `.avi` and `.mp4` are usual; any extension that FFmpeg knows is accepted.
  ///   - width: width of every picture in pixels.
  ///   - height: height of every picture in pixels.
  ///   - framesPerSecond: frames per second.
  ///   - codec: FFmpeg's name of an encoder, such as `mpeg4`, which every FFmpeg has.
  ///   - maximumBFrames: the largest number of consecutive B-frames.
  ///   - groupOfPictures: the largest distance between two key frames, in frames.
  ///   - quality: the quantiser scale, from 1; lower is better. Encoders without one, such as
  ///     `libx264`, ignore it.
  ///   - pixelFormat: FFmpeg's name of a pixel format, such as `yuv420p10le`. The default is the
  ///     first choice of the encoder.
  /// - Throws: ``VideoError``.
  package init(
    path: String, width: Int, height: Int, framesPerSecond: Int = 25, codec: String = "mpeg4",
    maximumBFrames: Int = 0, groupOfPictures: Int = 12, quality: Int = 4,
    pixelFormat: String? = nil
  ) throws {
    cffmpeg_capture_log(ContinuityGaps.listener)
    cffmpeg_clear_log()
    self.path = path
    do {
      guard let implementation = avcodec_find_encoder_by_name(codec) else {
        throw FFmpegError(code: cffmpeg_no_encoder())
      }
      encoder = try CodecContext(implementation)
      encoder.pointer.pointee.width = Int32(width)
      encoder.pointer.pointee.height = Int32(height)
      encoder.pointer.pointee.time_base = AVRational(num: 1, den: Int32(framesPerSecond))
      encoder.pointer.pointee.framerate = AVRational(num: Int32(framesPerSecond), den: 1)
      encoder.pointer.pointee.pix_fmt =
        pixelFormat.map { av_get_pix_fmt($0) } ?? implementation.pointee.pix_fmts?.pointee
        ?? AV_PIX_FMT_YUV420P
      encoder.pointer.pointee.max_b_frames = Int32(maximumBFrames)
      encoder.pointer.pointee.gop_size = Int32(groupOfPictures)
      encoder.pointer.pointee.global_quality = Int32(quality) * FF_QP2LAMBDA
      encoder.pointer.pointee.flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT
      packet = try Packet()
      muxer = try Muxer(path: path, encoder: encoder)
    } catch let error as FFmpegError {
      throw VideoError(action: "writing", path: path, cause: .ffmpeg(error))
    }
  }

  /// Encodes the next picture.
  ///
  /// - Parameter image: a picture of the clip's size.
  /// - Throws: ``VideoError``.
  package func append(_ image: RGBImage) throws {
    let (width, height) = (encoder.pointer.pointee.width, encoder.pointer.pointee.height)
    precondition(
      image.width == Int(width) && image.height == Int(height),
      "every picture must have the size of the clip")
    try reportingPath {
      let picture = try Frame(width: width, height: height, format: AV_PIX_FMT_RGB24)
      picture.fill(with: image)
      let converted = try Frame(
        width: width, height: height, format: encoder.pointer.pointee.pix_fmt)
      try scaler.scale(picture, into: converted)
      converted.pointer.pointee.pts = count
      converted.pointer.pointee.quality = encoder.pointer.pointee.global_quality
      count += 1
      try encode(converted)
    }
  }

  /// Writes the frames that the encoder still holds, then the end of the file, and closes it.
  ///
  /// A clip that is not finished may be unreadable.
  ///
  /// - Throws: ``VideoError``.
  package func finish() throws {
    try reportingPath {
      try encode(nil)
      try muxer.finish()
    }
  }

  /// Sends the encoder a frame, or nil at the end, and writes the packets that are ready.
  private func encode(_ frame: Frame?) throws {
    try check(avcodec_send_frame(encoder.pointer, frame?.pointer))
    while true {
      let answer = avcodec_receive_packet(encoder.pointer, packet.pointer)
      if answer == cffmpeg_try_again() || answer == cffmpeg_end_of_file() { return }
      try check(answer)
      // Without it the container does not know how long the last frame lasts.
      if packet.pointer.pointee.duration == 0 { packet.pointer.pointee.duration = 1 }
      try muxer.write(packet, in: encoder.pointer.pointee.time_base)
    }
  }

  /// Runs a closure and adds the path to the errors of FFmpeg.
  private func reportingPath(_ work: () throws -> Void) throws {
    cffmpeg_clear_log()
    do {
      try work()
    } catch let error as FFmpegError {
      throw VideoError(action: "writing", path: path, cause: .ffmpeg(error))
    }
  }
}
