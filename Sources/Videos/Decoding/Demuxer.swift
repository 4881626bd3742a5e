import CFFmpeg
import Foundation

/// Reads the packets of the best video stream of a file, in order.
final class Demuxer {
  /// The chosen stream.
  let stream: UnsafeMutablePointer<AVStream>
  /// FFmpeg's name of the file's format.
  let format: String
  /// A decoder for its codec.
  let decoder: UnsafePointer<AVCodec>
  let context: UnsafeMutablePointer<AVFormatContext>
  /// The callback by which FFmpeg asks whether to go on.
  ///
  /// FFmpeg holds no reference of its own.
  private let interruptCallback: InterruptCallback
  /// The gaps of a transport stream.
  ///
  /// FFmpeg's log refers to it.
  private let gaps: ContinuityGaps
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
  private(set) var span: (start: Double, end: Double)?
  /// The end of the latest packet of sound in seconds, if sound is read.
  private(set) var soundEnd = -Double.infinity
  /// The decoding time of the packet before, in the time base of the stream.
  private var previousTime: Double?
  /// The longest time between two packets, in the time base of the stream.
  private(set) var longestUnits = 0.0
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
    gaps = ContinuityGaps(path: path)
    guard !Self.isEmpty(path) else { throw VideoError.Cause.empty }
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    av_dict_set(&options, "protocol_whitelist", "file", 0)
    var opened: UnsafeMutablePointer<AVFormatContext>? = try check(avformat_alloc_context())
    opened?.pointee.interrupt_callback = interruptCallback.pointer
    opened?.pointee.opaque = gaps.pointer
    // The prefix "file:" keeps names with colons or leading dashes from being misread.
    try check(avformat_open_input(&opened, "file:" + path, nil, &options))
    let context = try check(opened)
    do {
      let format = String(cString: context.pointee.iformat.pointee.name)
      guard !VideoStreamChoice.isOther(format) else {
        throw VideoError.Cause.notAVideo(format: format)
      }
      cffmpeg_clear_log()
      try check(avformat_find_stream_info(context, nil))
      probingRemark = cffmpeg_demuxer_failed() != 0 ? FFmpegError.takeRemark() : ""
      (stream, decoder) = try VideoStreamChoice.best(of: context, format: format)
      self.format = format
    } catch {
      avformat_close_input(&opened)
      throw error
    }
    self.context = context
    for index in 0..<Int(context.pointee.nb_streams) {
      guard let other = context.pointee.streams[index], other != stream else { continue }
      // The duration of an ASF file (WMV) is that of its longest stream.
      let isSound = other.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO
      if format != "asf" || !isSound { other.pointee.discard = AVDISCARD_ALL }
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
  /// - Returns: what the file lacks at the packet; nil at the end of the file. If FFmpeg skipped a
  ///   part of the file, the packets right before and right after it count as damaged.
  func read(into packet: Packet) -> PacketLoss? {
    if !hasBegun {
      hasBegun = true
      lossAhead = readAhead()
    }
    guard let loss = lossAhead else { return nil }
    av_packet_unref(packet.pointer)
    av_packet_move_ref(packet.pointer, ahead.pointer)
    lossAhead = readAhead()
    defer { lossBehind = loss }
    let lossInStream = lossInTransportStream(at: packet)
    let lossAtEnd = endsBehindWholePackets ? "" : complaint
    let remarks = [loss, lossAhead ?? lossAtEnd, lossBehind]
    return remarks.first { !$0.isEmpty }.map { .at($0) } ?? lossInStream
  }

  /// What a transport stream lacks at a packet; nothing for other formats.
  private func lossInTransportStream(at packet: Packet) -> PacketLoss {
    guard format == "mpegts" else { return .none }
    return gaps.loss(
      at: place(of: packet), before: lossAhead == nil ? nil : place(of: ahead),
      pid: Int(stream.pointee.id), frameDuration: framesPerSecond > 0 ? 1 / framesPerSecond : 0)
  }

  /// Where a packet is in the file, and when it is decoded.
  private func place(of packet: Packet) -> ContinuityGaps.Place {
    let packet = packet.pointer.pointee
    let time = packet.dts != cffmpeg_no_timestamp() ? packet.dts : packet.pts
    return ContinuityGaps.Place(
      position: packet.pos,
      seconds: time != cffmpeg_no_timestamp()
        ? Double(time) * av_q2d(stream.pointee.time_base) : nil,
      isKey: packet.flags & AV_PKT_FLAG_KEY != 0,
      isMarked: packet.flags & AV_PKT_FLAG_CORRUPT != 0)
  }

  /// Whether the file ends within a packet, and every packet that FFmpeg delivered is whole.
  ///
  /// Matroska states the length of each packet, and FFmpeg does not deliver one that is cut. If the
  /// file ends within a packet of sound, its last picture is whole.
  private var endsBehindWholePackets: Bool {
    format == "matroska,webm" && complaint.hasSuffix("File ended prematurely")
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
      guard packet.stream_index == stream.pointee.index else {
        noteSound(packet)
        continue
      }
      extendSpan(by: packet)
      let isLate = isLate(packet)
      // An empty packet means that the frame before it is shown longer. A decoder would take it for
      // the end of the stream.
      guard packet.size > 0 else { continue }
      let isAfterLoss =
        cffmpeg_demuxer_failed() != 0
        || format != "mpegts" && packet.flags & AV_PKT_FLAG_CORRUPT != 0
        || !probingRemark.isEmpty && isLate
      guard isAfterLoss else { return "" }
      let remarks = [FFmpegError.takeRemark(), probingRemark]
      return remarks.first { !$0.isEmpty } ?? "a packet is incomplete"
    }
  }

  /// Whether the file has sound.
  var hasSound: Bool {
    (0..<Int(context.pointee.nb_streams)).contains { index in
      context.pointee.streams[index]?.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO
    }
  }

  /// Notes the time of a packet, and whether there is a gap in time before it.
  ///
  /// If FFmpeg skipped a part of the file while it probed the streams, nothing else says where the
  /// part was.
  private func isLate(_ packet: AVPacket) -> Bool {
    guard packet.dts != cffmpeg_no_timestamp() else { return false }
    let time = Double(packet.dts)
    defer { previousTime = time }
    guard let previousTime else { return false }
    let step = time - previousTime
    longestUnits = max(longestUnits, step)
    guard framesPerSecond > 0 else { return false }
    return step * av_q2d(stream.pointee.time_base) > 1.5 / framesPerSecond
  }

  /// Extends ``soundEnd`` by a packet of another stream.
  private func noteSound(_ packet: AVPacket) {
    guard format == "asf", packet.pts != cffmpeg_no_timestamp(),
      let other = context.pointee.streams[Int(packet.stream_index)]
    else { return }
    let end = Double(packet.pts) + Double(max(packet.duration, 0))
    soundEnd = max(soundEnd, end * av_q2d(other.pointee.time_base))
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
}
