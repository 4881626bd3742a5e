import CFFmpeg

/// Properties of the video, from its header and from the frames decoded so far.
extension VideoDecoder {
  /// The name of the codec, such as `h264`.
  package var codec: String {
    String(cString: avcodec_get_name(demuxer.stream.pointee.codecpar.pointee.codec_id))
  }

  /// The frame rate in frames per second; 0 if the file does not state it.
  package var framesPerSecond: Double { demuxer.framesPerSecond }

  /// The number of frames that the file states; 0 if it states none.
  ///
  /// It is often inexact.
  var statedFrames: Double { demuxer.expectedSeconds * demuxer.framesPerSecond }

  /// The number of packets that were decoded so far, and the sum of their bytes.
  var packetSizes: (count: Int, bytes: Int) { (Int(packetsSent), bytesSent) }

  /// Seconds from the start of the first sound frame to the end of the last one so far.
  package var secondsDecoded: Double { clock.elapsed }

  /// Whether the pictures are only the cover of a piece of music: one picture for all of its sound.
  ///
  /// It is final once ``next()`` has returned nil.
  package var isCoverOfSound: Bool {
    guard frameCount == 1, packetsRead == 1, damage.isNone, demuxer.hasSound else { return false }
    let pictures = [
      AV_CODEC_ID_MJPEG, AV_CODEC_ID_PNG, AV_CODEC_ID_APNG, AV_CODEC_ID_BMP, AV_CODEC_ID_GIF,
      AV_CODEC_ID_WEBP, AV_CODEC_ID_TIFF, AV_CODEC_ID_JPEG2000, AV_CODEC_ID_JPEGLS,
    ]
    return pictures.contains(demuxer.stream.pointee.codecpar.pointee.codec_id)
      || demuxer.soundSeconds >= 2
  }

  /// What a user should know of the pictures although the video is sound; nil if there is nothing.
  package var remark: String? {
    switch frame.pointer.pointee.color_trc {
    case AVCOL_TRC_SMPTE2084: "HDR (PQ), shown without tone mapping"
    case AVCOL_TRC_ARIB_STD_B67: "HDR (HLG), shown without tone mapping"
    default: nil
    }
  }

  /// FFmpeg's name of the file's format.
  package var format: String { demuxer.format }

  /// A sentence on what the video lacks; nil if it is complete.
  ///
  /// It is final once ``next()`` has returned nil.
  package var shortcoming: String? { Shortcoming(damage: damage, end: demuxer)?.description }
}
