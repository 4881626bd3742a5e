import CFFmpeg

/// Chooses the stream of a file that has its moving pictures.
enum VideoStreamChoice {
  /// A stream with a decoder for its codec.
  typealias Choice = (stream: UnsafeMutablePointer<AVStream>, decoder: UnsafePointer<AVCodec>)

  /// Chooses the best video stream.
  ///
  /// FFmpeg's own choice follows the number of frames and the bit rate. It may be a cover picture,
  /// or the transparency of another stream.
  ///
  /// - Parameters:
  ///   - context: an open file whose streams were probed.
  ///   - format: FFmpeg's name of its format.
  /// - Throws: ``VideoError/Cause`` if the file has no moving pictures, or ``FFmpegError``.
  static func best(
    of context: UnsafeMutablePointer<AVFormatContext>, format: String
  ) throws -> Choice {
    var found: UnsafePointer<AVCodec>?
    let index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, &found, 0)
    guard index != cffmpeg_no_stream() else {
      throw VideoError.Cause.noVideoStream(format: format)
    }
    try check(index)
    guard let stream = context.pointee.streams[Int(index)], let found else {
      throw VideoError.Cause.noVideoStream(format: format)
    }
    let others = videos(in: context)
    // The cover picture of a piece of music counts as a stream.
    guard stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0 else {
      guard let first = others.first else { throw VideoError.Cause.noVideoStream(format: format) }
      return first
    }
    return picture(with: stream, among: others, isPictureFile: isPictureFile(context))
      ?? (stream, found)
  }

  /// Returns the video streams that are no cover picture and that can be decoded.
  private static func videos(in context: UnsafeMutablePointer<AVFormatContext>) -> [Choice] {
    (0..<Int(context.pointee.nb_streams)).compactMap { index in
      guard let stream = context.pointee.streams[index],
        stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO,
        stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0,
        let decoder = avcodec_find_decoder(stream.pointee.codecpar.pointee.codec_id)
      else { return nil }
      return (stream, decoder)
    }
  }

  /// Returns the stream with the colours, if a stream may be the transparency of it; nil otherwise.
  ///
  /// MP4 files have a second track of the same size and codec for the transparency, usually a grey
  /// one. FFmpeg does not tell that it is one.
  private static func picture(
    with stream: UnsafeMutablePointer<AVStream>, among videos: [Choice], isPictureFile: Bool
  ) -> Choice? {
    let own = stream.pointee.codecpar.pointee
    guard isPictureFile || isGrey(own) else { return nil }
    let alike = videos.filter {
      let other = $0.stream.pointee.codecpar.pointee
      return other.width == own.width && other.height == own.height
        && other.codec_id == own.codec_id
    }
    return alike.first { !isGrey($0.stream.pointee.codecpar.pointee) } ?? alike.first
  }

  /// Whether pictures have no colours, by the header.
  private static func isGrey(_ parameters: AVCodecParameters) -> Bool {
    guard let format = av_pix_fmt_desc_get(AVPixelFormat(parameters.format)) else { return false }
    return format.pointee.flags & UInt64(AV_PIX_FMT_FLAG_PAL) == 0
      && format.pointee.nb_components <= 2
  }

  /// Whether the file is a sequence of pictures by its brand (ISO 23008-12), in which the first track
  /// is the picture.
  private static func isPictureFile(_ context: UnsafeMutablePointer<AVFormatContext>) -> Bool {
    guard let brand = av_dict_get(context.pointee.metadata, "major_brand", nil, 0) else {
      return false
    }
    return ["avis", "avif", "msf1", "hevc", "heis", "mif1"].contains(
      String(cString: brand.pointee.value))
  }

  /// Whether a format holds pictures, text, or lists of other files.
  ///
  /// FFmpeg opens all of these as if they were videos.
  ///
  /// - Parameter format: FFmpeg's name of the format.
  static func isOther(_ format: String) -> Bool {
    let others: Set = [
      "image2", "image2pipe", "alias_pix", "brender_pix", "ico", "tty", "bin", "xbin", "adf", "idf",
      "concat", "concatf", "hls", "dash", "imf", "mpjpeg", "sdp", "rtsp", "ffmetadata",
    ]
    return format.hasSuffix("_pipe") || others.contains(format)
  }
}
