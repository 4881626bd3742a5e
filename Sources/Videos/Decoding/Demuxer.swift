import CFFmpeg
import Foundation

/// A video file being read: the packets of its best video stream, in order.
final class Demuxer {
  let stream: UnsafeMutablePointer<AVStream>
  let decoder: UnsafePointer<AVCodec>
  private let context: UnsafeMutablePointer<AVFormatContext>
  /// What FFmpeg asks whether to go on, held for as long as it may.
  private let interruptCallback: InterruptCallback
  private let ahead: Packet
  private var hasBegun = false
  private var lossAhead: String?
  private var lossBehind = ""
  /// The time from the earliest packet's start to the latest one's end, in the stream's time base; not
  /// as integers, of which damaged files name such as no sum or difference fits.
  private var span: (start: Double, end: Double)?
  private var previousTime: Double?
  /// What FFmpeg said of parts that it skipped while it read ahead, empty if it skipped none.
  private let probingRemark: String
  /// What FFmpeg said of the end, if that was not a regular one.
  private(set) var complaint = ""

  /// Opens a file and chooses its best video stream.
  ///
  /// Only files are opened, whatever the file itself asks for.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isGivenUp: asked while it is read, whether nobody waits for it any longer.
  /// - Throws: ``VideoError/Cause`` or ``FFmpegError``.
  init(path: String, isGivenUp: @escaping @Sendable () -> Bool) throws {
    ahead = try Packet()
    interruptCallback = InterruptCallback(isGivenUp)
    guard !Self.isEmpty(path) else { throw VideoError.Cause.empty }
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    av_dict_set(&options, "protocol_whitelist", "file", 0)
    var opened: UnsafeMutablePointer<AVFormatContext>? = try check(avformat_alloc_context())
    opened?.pointee.interrupt_callback = interruptCallback.pointer
    // The prefix keeps names with colons and leading dashes from being taken for something else.
    try check(avformat_open_input(&opened, "file:" + path, nil, &options))
    let context = try check(opened)
    do {
      let format = String(cString: context.pointee.iformat.pointee.name)
      guard !Self.isOther(format) else { throw VideoError.Cause.notAVideo(format: format) }
      cffmpeg_clear_log()
      try check(avformat_find_stream_info(context, nil))
      probingRemark = cffmpeg_demuxer_failed() != 0 ? FFmpegError.takeRemark() : ""
      var decoder: UnsafePointer<AVCodec>?
      let index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0)
      guard index != cffmpeg_no_stream() else {
        throw VideoError.Cause.noVideoStream(format: format)
      }
      try check(index)
      guard let stream = context.pointee.streams[Int(index)], let decoder else {
        throw VideoError.Cause.noVideoStream(format: format)
      }
      // The cover of a piece of music counts as a stream.
      guard stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0 else {
        throw VideoError.Cause.noVideoStream(format: format)
      }
      (self.stream, self.decoder) = (stream, decoder)
    } catch {
      avformat_close_input(&opened)
      throw error
    }
    self.context = context
    for index in 0..<Int(context.pointee.nb_streams) {
      guard let other = context.pointee.streams[index], other != stream else { continue }
      other.pointee.discard = AVDISCARD_ALL
    }
  }

  deinit {
    var context: UnsafeMutablePointer<AVFormatContext>? = context
    avformat_close_input(&context)
  }

  /// Reads the stream's next packet.
  ///
  /// One packet is read ahead, since FFmpeg notices damage at what follows it.
  ///
  /// - Returns: nil at the end; otherwise FFmpeg's words if a part of the file at the packet, right
  ///   before it or right after it is damaged or was skipped, and an empty text if not.
  func read(into packet: Packet) -> String? {
    if !hasBegun {
      hasBegun = true
      lossAhead = readAhead()
    }
    guard let loss = lossAhead else { return nil }
    av_packet_unref(packet.pointer)
    av_packet_move_ref(packet.pointer, ahead.pointer)
    lossAhead = readAhead()
    defer { lossBehind = loss }
    return [loss, lossAhead ?? complaint, lossBehind].first { !$0.isEmpty } ?? ""
  }

  /// Reads the packet after the one to be delivered next.
  ///
  /// - Returns: nil at the end; otherwise FFmpeg's words if the packet is damaged or parts of the
  ///   file before it were skipped, and an empty text if not.
  private func readAhead() -> String? {
    cffmpeg_clear_log()
    while true {
      av_packet_unref(ahead.pointer)
      let answer = av_read_frame(context, ahead.pointer)
      guard answer >= 0 else {
        let error = FFmpegError(code: answer)
        complaint = answer == cffmpeg_end_of_file() ? error.remark : error.description
        return nil
      }
      let packet = ahead.pointer.pointee
      guard packet.stream_index == stream.pointee.index else { continue }
      extendSpan(by: packet)
      // An empty packet only says that the frame before is shown on; a decoder would take it for
      // the end.
      guard packet.size > 0 else { continue }
      let isAfterLoss =
        cffmpeg_demuxer_failed() != 0 || packet.flags & AV_PKT_FLAG_CORRUPT != 0
        || isAfterLossWhileProbing(packet)
      guard isAfterLoss else { return "" }
      let remarks = [FFmpegError.takeRemark(), probingRemark]
      return remarks.first { !$0.isEmpty } ?? "a packet is incomplete"
    }
  }

  /// The rate of the stream's frames a second, 0 if unknown.
  var framesPerSecond: Double {
    let rate = av_guess_frame_rate(context, stream, nil)
    return rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0
  }

  /// How long the file says that the stream lasts and how long its packets did, in seconds; nil if
  /// the file does not say.
  var promise: (promised: Double, delivered: Double)? {
    let timeBase = av_q2d(stream.pointee.time_base)
    let delivered = span.map { ($0.end - $0.start) * timeBase } ?? 0
    var promised = 0.0
    if stream.pointee.duration > 0 {
      promised = Double(stream.pointee.duration) * timeBase
    } else if context.pointee.nb_streams == 1, context.pointee.duration > 0,
      context.pointee.duration_estimation_method != AVFMT_DURATION_FROM_BITRATE
    {
      promised = Double(context.pointee.duration) / Double(AV_TIME_BASE)
    }
    // FFmpeg shortens the duration of an AVI that ends early, but not its number of frames.
    if framesPerSecond > 0 {
      promised = max(promised, Double(stream.pointee.nb_frames) / framesPerSecond)
    }
    return promised > 0 ? (promised, delivered) : nil
  }

  /// Whether a time is missing before a packet in a file of which a part was skipped while FFmpeg
  /// read ahead to learn about its streams: then nothing else says where that was.
  private func isAfterLossWhileProbing(_ packet: AVPacket) -> Bool {
    guard packet.dts != cffmpeg_no_timestamp() else { return false }
    let time = Double(packet.dts)
    defer { previousTime = time }
    guard !probingRemark.isEmpty, let previousTime, framesPerSecond > 0 else { return false }
    let step = (time - previousTime) * av_q2d(stream.pointee.time_base)
    return step > 1.5 / framesPerSecond
  }

  private func extendSpan(by packet: AVPacket) {
    let stamp = packet.pts != cffmpeg_no_timestamp() ? packet.pts : packet.dts
    guard stamp != cffmpeg_no_timestamp() else { return }
    let time = Double(stamp)
    let end = time + Double(max(packet.duration, 0))
    span = span.map { (min($0.start, time), max($0.end, end)) } ?? (time, end)
  }

  private static func isEmpty(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_size == 0
      && information.st_mode & S_IFMT == S_IFREG
  }

  /// Whether a format is one of pictures, of text or of lists of other files, all of which FFmpeg
  /// opens as if they were videos.
  private static func isOther(_ format: String) -> Bool {
    let others: Set = [
      "image2", "image2pipe", "alias_pix", "brender_pix", "ico", "tty", "bin", "xbin", "adf", "idf",
      "concat", "concatf", "hls", "dash", "imf", "mpjpeg", "sdp", "rtsp", "ffmetadata",
    ]
    return format.hasSuffix("_pipe") || others.contains(format)
  }
}
