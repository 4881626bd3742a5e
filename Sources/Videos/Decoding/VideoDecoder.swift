import CFFmpeg

/// Decodes a video from its first frame to its last, in the order of presentation.
///
/// Frames are scaled only where a picture is asked for. Damaged frames are left out, never replaced
/// by their neighbours. Interlaced frames are taken as they are, and transparency is ignored.
/// Not to be shared between threads.
public final class VideoDecoder {
  /// The largest number of pixels of a picture, 8192×8192: a header can promise what no memory holds.
  static let mostPixels = 8192 * 8192

  let name: String
  let demuxer: Demuxer
  private let decoder: CodecContext
  let scaler = FrameScaler()
  private let packet: Packet
  /// The frame that was delivered last.
  private(set) var frame: Frame
  /// Where the decoder puts the next one; until then its memory can't be that of `frame`.
  private var incoming: Frame
  private(set) var damage = Damage()
  private(set) var clock: FrameClock
  private var unseen: UnseenFrames?
  private var packetsSent: Int64 = 0
  private var isDraining = false
  /// The decoder's words, kept since a frame comes out some packets after them.
  private var latestRemark = ""

  /// How many frames there were so far: sound ones, and those that were left out.
  public private(set) var frameCount = 0
  /// Width and height in pixels as shown, that is after rotation; of the first frame once it is
  /// decoded, of the file's header before.
  public private(set) var size: (width: Int, height: Int)

  /// Opens a video.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what errors call it; the path if left out.
  ///   - isGivenUp: asked while the file is read; reading ends as the file's end would once nobody
  ///     waits for it.
  /// - Throws: ``VideoError``.
  public convenience init(
    path: String, name: String? = nil, isGivenUp: @escaping @Sendable () -> Bool = { false }
  ) throws {
    try self.init(path: path, name: name, isGivenUp: isGivenUp, isWanted: nil)
  }

  /// Opens a video of which not all frames are to be seen.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what errors call it; the path if left out.
  ///   - isGivenUp: asked while the file is read; reading ends as the file's end would once nobody
  ///     waits for it.
  ///   - isWanted: whether a frame is to be seen, given its number. Others need not be decoded if no
  ///     frame depends on them: ``next()`` passes them over then, and damage in them stays unknown. All
  ///     frames are decoded if it is nil.
  /// - Throws: ``VideoError``.
  package init(
    path: String, name: String? = nil, isGivenUp: @escaping @Sendable () -> Bool = { false },
    isWanted: ((Int) -> Bool)?
  ) throws {
    self.name = name ?? path
    cffmpeg_capture_log()
    cffmpeg_clear_log()
    do {
      demuxer = try Demuxer(path: path, isGivenUp: isGivenUp)
      let stream = demuxer.stream.pointee
      decoder = try CodecContext(demuxer.decoder)
      try Self.refuseTooLarge(stream.codecpar.pointee)
      try check(avcodec_parameters_to_context(decoder.pointer, stream.codecpar))
      decoder.pointer.pointee.max_pixels = Int64(Self.mostPixels)
      decoder.pointer.pointee.pkt_timebase = stream.time_base
      decoder.pointer.pointee.err_recognition = AV_EF_CRCCHECK | AV_EF_CAREFUL
      cffmpeg_keep_marks(decoder.pointer)
      try check(avcodec_open2(decoder.pointer, demuxer.decoder, nil))
      (packet, frame, incoming) = (try Packet(), try Frame(), try Frame())
      clock = FrameClock(stream: stream, framesPerSecond: demuxer.framesPerSecond)
      unseen = UnseenFrames(of: stream, isWanted: isWanted)
      size = (Int(stream.codecpar.pointee.width), Int(stream.codecpar.pointee.height))
    } catch let error as FFmpegError {
      throw VideoError(action: "opening", path: self.name, cause: .ffmpeg(error))
    } catch let cause as VideoError.Cause {
      throw VideoError(action: "opening", path: self.name, cause: cause)
    }
    size = orientation.shown(width: size.width, height: size.height)
  }

  /// A header's word is enough: FFmpeg's own would be "Invalid argument".
  private static func refuseTooLarge(_ stream: AVCodecParameters) throws {
    let (width, height) = (Int(stream.width), Int(stream.height))
    guard width.multipliedReportingOverflow(by: height).partialValue <= mostPixels else {
      throw VideoError.Cause.tooLarge(width: width, height: height)
    }
  }

  /// Decodes up to the next sound frame.
  ///
  /// - Returns: which one it is, nil at the end.
  /// - Throws: ``VideoError`` if memory runs out, or ``UnseenFrames/Misjudgement`` where frames may be left
  ///   out: the video must be decoded again then, without leaving any out.
  public func next() throws -> DecodedFrame? {
    while true {
      let answer = avcodec_receive_frame(decoder.pointer, incoming.pointer)
      switch answer {
      case 0...:
        if let decoded = try judge() { return decoded }
      case cffmpeg_end_of_file():
        for left in try unseen?.leftOutAtEnd() ?? [] { try count(left) }
        return nil
      case cffmpeg_try_again():
        try feed()
      default:
        try noteError(answer)
      }
    }
  }

  /// Sends the decoder the next packet, or at the end the word that there is none.
  private func feed() throws {
    packetsSent += 1
    guard let loss = demuxer.read(into: packet) else {
      isDraining = true
      decoder.pointer.pointee.skip_frame = AVDISCARD_DEFAULT
      try noteError(avcodec_send_packet(decoder.pointer, nil))
      return
    }
    if !loss.isEmpty { damage.distrust(packet: packetsSent, remark: loss) }
    let mayBeLeftOut = try unseen?.allows(
      packet.pointer.pointee, number: packetsSent, after: frameCount, isTrusted: !damage.isOpen)
    decoder.pointer.pointee.skip_frame = mayBeLeftOut == true ? AVDISCARD_NONREF : AVDISCARD_DEFAULT
    cffmpeg_mark_packet(packet.pointer, packetsSent)
    cffmpeg_clear_log()
    try noteError(avcodec_send_packet(decoder.pointer, packet.pointer))
    let remark = FFmpegError.takeRemark()
    if !remark.isEmpty { latestRemark = remark }
  }

  /// Counts an error of the decoder as a damaged packet; only a lack of memory ends the work.
  private func noteError(_ answer: Int32) throws {
    guard answer < 0, answer != cffmpeg_end_of_file() else { return }
    let error = FFmpegError(code: answer)
    guard answer != cffmpeg_no_memory() else {
      throw VideoError(action: "decoding", path: name, cause: .ffmpeg(error))
    }
    damage.lose(packet: packetsSent, remark: error.description)
    unseen?.lose(packet: packetsSent)
  }

  /// Takes the frame that came in if it is sound.
  private func judge() throws -> DecodedFrame? {
    // FFmpeg's MPEG-4 decoder may put the last frame out again if the stream ends with a frame that
    // is not coded.
    if isDraining, incoming.pointer.pointee.data.0 == frame.pointer.pointee.data.0 { return nil }
    let properties = incoming.pointer.pointee
    clock.observe(properties)
    let mark = cffmpeg_mark_of_frame(incoming.pointer)
    let before = try unseen?.leftOut(
      beforePacket: mark, shownAt: properties.best_effort_timestamp)
    for left in before ?? [] { try count(left) }
    let isSound = damage.accepts(
      properties, packet: mark > 0 ? mark : packetsSent,
      isKey: cffmpeg_is_key_frame(incoming.pointer) != 0, remark: latestRemark)
    guard isSound else { return nil }
    swap(&frame, &incoming)
    if frameCount == 0 {
      size = orientation.shown(width: Int(properties.width), height: Int(properties.height))
    }
    defer {
      frameCount += 1
      damage.closeGap()
    }
    return DecodedFrame(
      number: frameCount, seconds: clock.seconds(at: properties.best_effort_timestamp),
      followsPrevious: frameCount > 0 && !damage.isGap)
  }

  /// Counts a frame that the decoder left out.
  private func count(_ left: UnseenFrames.Sent) throws {
    guard damage.acceptsUnseen(packet: left.packet) else { return }
    try unseen?.check(number: frameCount)
    _ = clock.seconds(at: left.time)
    frameCount += 1
    damage.closeGap()
  }
}
