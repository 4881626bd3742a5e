import CFFmpeg

/// What a file says of its video, and what decoding it has shown so far.
extension VideoDecoder {
  /// The codec's name, such as `h264`.
  public var codec: String {
    String(cString: avcodec_get_name(demuxer.stream.pointee.codecpar.pointee.codec_id))
  }

  /// Frames a second, 0 if the file does not tell.
  public var framesPerSecond: Double { demuxer.framesPerSecond }

  /// How many frames the file says that it holds, 0 if it does not tell; often not exactly so.
  var promisedFrames: Double { (demuxer.promise?.promised ?? 0) * demuxer.framesPerSecond }

  /// Seconds from the start of the first sound frame to the end of the last one so far.
  public var secondsDecoded: Double { clock.elapsed }

  /// What the video lacks, in words, nil if nothing does; final once ``next()`` returned nil.
  public var shortcoming: String? { Shortcoming(damage: damage, end: demuxer)?.description }
}
