import CFFmpeg
import Foundation

/// Reads the packets of the best video stream of a file, in order.
final class Demuxer {
  /// The chosen stream.
  let stream: UnsafeMutablePointer<AVStream>
  /// A decoder for its codec.
  let decoder: UnsafePointer<AVCodec>
  private let context: UnsafeMutablePointer<AVFormatContext>
  /// The callback by which FFmpeg asks whether to go on.
  ///
  /// FFmpeg holds no reference of its own.
  private let interruptCallback: InterruptCallback
  /// The packet that was read ahead.
  private let ahead: Packet
  /// Whether the first packet was read.
  private var hasBegun = false
  /// FFmpeg's message if data were lost at the packet that was read ahead, empty if not; nil at the
  /// end of the file.
  private var lossAhead: String?
  /// The same for the packet that was delivered last.
  private var lossBehind = ""
  /// The start of the earliest packet and the end of the latest one, in the time base of the
  /// stream.
  ///
  /// Not integers: damaged files state times whose sums and differences overflow.
  private var span: (start: Double, end: Double)?
  /// The decoding time of the packet before.
  private var previousTime: Double?
  /// FFmpeg's message about parts that it skipped while it probed the streams; empty if it skipped
  /// none.
  private let probingRemark: String
  /// FFmpeg's message about the end of the file, if that was not a regular end.
  private(set) var complaint = ""

  /// Opens a file and chooses its best video stream.
  ///
  /// Only local files are opened, even if the file itself refers to other sources.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isGivenUp: asked while the file is read; if it returns true, reading ends.
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
    // The prefix "file:" keeps names with colons or leading dashes from being misread.
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
      // The cover picture of a piece of music counts as a stream.
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

  /// Reads the next packet of the stream.
  ///
  /// One packet is read ahead, since FFmpeg detects damage only at the data that follow it.
  ///
  /// - Parameter packet: receives the data.
  /// - Returns: nil at the end of the file. Otherwise FFmpeg's message if the file is damaged, or a
  ///   part was skipped, at the packet, right before it or right after it; empty if neither is
  ///   true.
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

  /// Reads the packet after the one that is delivered next.
  ///
  /// - Returns: nil at the end of the file. Otherwise FFmpeg's message if the packet is damaged or
  ///   a part of the file before it was skipped; empty if neither is true.
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
      // An empty packet means that the frame before it is shown longer. A decoder would take it for
      // the end of the stream.
      guard packet.size > 0 else { continue }
      let isAfterLoss =
        cffmpeg_demuxer_failed() != 0 || packet.flags & AV_PKT_FLAG_CORRUPT != 0
        || isAfterLossWhileProbing(packet)
      guard isAfterLoss else { return "" }
      let remarks = [FFmpegError.takeRemark(), probingRemark]
      return remarks.first { !$0.isEmpty } ?? "a packet is incomplete"
    }
  }

  /// The frame rate of the stream in frames per second; 0 if it is unknown.
  var framesPerSecond: Double {
    let rate = av_guess_frame_rate(context, stream, nil)
    return rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0
  }

  /// The duration that the file states for the stream and the duration of its packets, in seconds.
  ///
  /// It is nil if the file states no duration.
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
    // For an AVI that ends early FFmpeg corrects the duration, but not the number of frames.
    if framesPerSecond > 0 {
      promised = max(promised, Double(stream.pointee.nb_frames) / framesPerSecond)
    }
    return promised > 0 ? (promised, delivered) : nil
  }

  /// Whether there is a gap in time before a packet, in a file of which FFmpeg skipped a part while
  /// it probed the streams.
  ///
  /// In that case nothing else says where the lost part was.
  private func isAfterLossWhileProbing(_ packet: AVPacket) -> Bool {
    guard packet.dts != cffmpeg_no_timestamp() else { return false }
    let time = Double(packet.dts)
    defer { previousTime = time }
    guard !probingRemark.isEmpty, let previousTime, framesPerSecond > 0 else { return false }
    let step = (time - previousTime) * av_q2d(stream.pointee.time_base)
    return step > 1.5 / framesPerSecond
  }

  /// Extends ``span`` by a packet.
  private func extendSpan(by packet: AVPacket) {
    let stamp = packet.pts != cffmpeg_no_timestamp() ? packet.pts : packet.dts
    guard stamp != cffmpeg_no_timestamp() else { return }
    let time = Double(stamp)
    let end = time + Double(max(packet.duration, 0))
    span = span.map { (min($0.start, time), max($0.end, end)) } ?? (time, end)
  }

  /// Whether the path is a regular file without any bytes.
  private static func isEmpty(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_size == 0
      && information.st_mode & S_IFMT == S_IFREG
  }

  /// Whether a format holds pictures, text, or lists of other files.
  ///
  /// FFmpeg opens all of these as if they were videos.
  ///
  /// - Parameter format: FFmpeg's name of the format.
  private static func isOther(_ format: String) -> Bool {
    let others: Set = [
      "image2", "image2pipe", "alias_pix", "brender_pix", "ico", "tty", "bin", "xbin", "adf", "idf",
      "concat", "concatf", "hls", "dash", "imf", "mpjpeg", "sdp", "rtsp", "ffmetadata",
    ]
    return format.hasSuffix("_pipe") || others.contains(format)
  }
}

/// The callback by which FFmpeg asks, while it reads a file, whether to stop.
///
/// FFmpeg's demuxers can search an endless file for ever. This callback is the only way to stop
/// them.
private final class InterruptCallback {
  private let shouldStop: @Sendable () -> Bool

  /// Wraps a closure.
  ///
  /// - Parameter shouldStop: returns true when reading is to end.
  init(_ shouldStop: @escaping @Sendable () -> Bool) {
    self.shouldStop = shouldStop
  }

  /// The structure that FFmpeg takes.
  ///
  /// It is valid as long as this object exists.
  var pointer: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { object in
        guard let object else { return 0 }
        let question = Unmanaged<InterruptCallback>.fromOpaque(object).takeUnretainedValue()
        return question.shouldStop() ? 1 : 0
      }, opaque: Unmanaged.passUnretained(self).toOpaque())
  }
}
