import CFFmpeg

/// The position of a decoded frame in its video.
package struct DecodedFrame: Equatable, Sendable {
  /// Its number among the sound frames of the video in presentation order, from 0.
  package var number: Int
  /// Seconds from the first frame that the decoder returned.
  package var seconds: Double
  /// Whether it is the direct successor of the sound frame before it.
  ///
  /// It is false for the first frame, and if damaged frames between the two were left out.
  package var followsPrevious: Bool
}

/// Decodes a video from its first frame to its last, in presentation order.
///
/// A frame is scaled only if its picture is requested. Damaged frames are left out; they are never
/// replaced by their neighbours. Interlaced frames are not deinterlaced, and transparency is
/// ignored. A decoder must not be shared between threads.
package final class VideoDecoder {
  /// The largest number of pixels of a picture, 8192×8192.
  ///
  /// A header can state sizes for which no machine has the memory.
  static let mostPixels = 8192 * 8192

  private let name: String
  let demuxer: Demuxer
  private let decoder: CodecContext
  private let scaler = FrameScaler()
  private let packet: Packet
  /// The frame that ``next()`` returned last.
  private(set) var frame: Frame
  /// The frame into which the decoder writes next.
  ///
  /// Until then its memory must differ from that of ``frame``.
  private var incoming: Frame
  private(set) var damage = Damage()
  private(set) var clock: FrameClock
  /// Chooses frames that need no decoding; nil if all frames are decoded.
  private var skipper: NonReferenceSkipper?
  /// The number of packets sent to the decoder; the number of the last one, counted from 1.
  private(set) var packetsSent: Int64 = 0
  /// The sum of the bytes of these packets.
  private(set) var bytesSent = 0
  /// The number of packets in the file; 0 before its end.
  private(set) var packetsRead: Int64 = 0
  /// Whether the file has ended and the decoder only returns what it still holds.
  private var isDraining = false
  /// The packets at which another recording begins and whose frames have not come out.
  private var joins: [Int64] = []
  /// The latest message of the decoder.
  ///
  /// It is kept, since a frame comes out some packets after its message.
  private var latestRemark = ""

  /// The number of frames so far: sound frames, including those that were skipped.
  package private(set) var frameCount = 0
  /// Width and height in pixels as shown, that is, after rotation.
  ///
  /// Before the first frame is decoded the values are those of the file's header.
  package private(set) var size: (width: Int, height: Int)

  /// Opens a video.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the video's name in errors; the default is the path.
  ///   - isGivenUp: asked while the file is read; if it returns true, reading ends as at the end of
  ///     the file.
  ///   - isWanted: whether a frame is wanted, given its number. Other frames are not decoded if no
  ///     frame depends on them: ``next()`` passes over them, and damage in them stays unknown. All
  ///     frames are decoded if it is nil.
  /// - Throws: ``VideoError``.
  package init(
    path: String, name: String? = nil, isGivenUp: @escaping @Sendable () -> Bool = { false },
    isWanted: ((Int) -> Bool)? = nil
  ) throws {
    self.name = name ?? path
    cffmpeg_capture_log(ContinuityGaps.listener)
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
      skipper = NonReferenceSkipper(of: stream, isWanted: isWanted)
      size = (Int(stream.codecpar.pointee.width), Int(stream.codecpar.pointee.height))
    } catch let error as FFmpegError {
      throw VideoError(action: "opening", path: self.name, cause: .ffmpeg(error))
    } catch let cause as VideoError.Cause {
      throw VideoError(action: "opening", path: self.name, cause: cause)
    }
    size = orientation.shown(width: size.width, height: size.height)
  }

  /// Refuses a stream by the size in its header, since FFmpeg would only say "Invalid argument".
  private static func refuseTooLarge(_ stream: AVCodecParameters) throws {
    let (width, height) = (Int(stream.width), Int(stream.height))
    guard width.multipliedReportingOverflow(by: height).partialValue <= mostPixels else {
      throw VideoError.Cause.tooLarge(width: width, height: height)
    }
  }

  /// Decodes up to the next sound frame.
  ///
  /// - Returns: its number and time; nil at the end of the video.
  /// - Throws: ``VideoError`` if memory runs out, or ``NonReferenceSkipper/SkippingError`` if a
  ///   frame may have been skipped wrongly; the video must then be decoded again without skipping.
  package func next() throws -> DecodedFrame? {
    while true {
      let answer = avcodec_receive_frame(decoder.pointer, incoming.pointer)
      switch answer {
      case 0...:
        if let decoded = try acceptIncoming() { return decoded }
      case cffmpeg_end_of_file():
        for packet in try skipper?.skippedAtEnd() ?? [] { try countSkipped(packet) }
        return nil
      case cffmpeg_try_again():
        try sendPacket()
      default:
        try noteError(answer)
      }
    }
  }

  /// Sends the decoder the next packet, or nil at the end of the file.
  private func sendPacket() throws {
    packetsSent += 1
    guard let loss = demuxer.read(into: packet) else {
      isDraining = true
      packetsRead = packetsSent - 1
      decoder.pointer.pointee.skip_frame = AVDISCARD_DEFAULT
      try noteError(avcodec_send_packet(decoder.pointer, nil))
      return
    }
    switch loss {
    case .none: break
    case .at(let remark): damage.distrust(packet: packetsSent, remark: remark)
    case .before(let remark): damage.lose(before: packetsSent, remark: remark)
    case .join:
      damage.join(at: packetsSent)
      joins.append(packetsSent)
    }
    let maySkip = try skipper?.maySkip(
      packet.pointer.pointee, number: packetsSent, after: frameCount, isTrusted: !damage.isOpen)
    decoder.pointer.pointee.skip_frame = maySkip == true ? AVDISCARD_NONREF : AVDISCARD_DEFAULT
    bytesSent += Int(packet.pointer.pointee.size)
    cffmpeg_mark_packet(packet.pointer, packetsSent)
    cffmpeg_clear_log()
    try noteError(avcodec_send_packet(decoder.pointer, packet.pointer))
    let remark = FFmpegError.takeRemark()
    if !remark.isEmpty { latestRemark = remark }
  }

  /// Counts an error of the decoder as a damaged packet.
  ///
  /// - Parameter answer: what FFmpeg returned.
  /// - Throws: ``VideoError`` only if memory ran out.
  private func noteError(_ answer: Int32) throws {
    guard answer < 0, answer != cffmpeg_end_of_file() else { return }
    let error = FFmpegError(code: answer)
    guard answer != cffmpeg_no_memory() else {
      throw VideoError(action: "decoding", path: name, cause: .ffmpeg(error))
    }
    damage.lose(packet: packetsSent, remark: error.description)
    skipper?.drop(packet: packetsSent)
  }

  /// Counts the frame that the decoder wrote, if it is sound.
  ///
  /// - Returns: its number and time; nil if the frame is damaged.
  /// - Throws: ``NonReferenceSkipper/SkippingError``.
  private func acceptIncoming() throws -> DecodedFrame? {
    // FFmpeg's MPEG-4 decoder may return the last frame again if the stream ends with a frame that
    // is not coded.
    if isDraining, incoming.pointer.pointee.data.0 == frame.pointer.pointee.data.0 { return nil }
    let properties = incoming.pointer.pointee
    clock.observe(properties)
    let mark = cffmpeg_mark_of_frame(incoming.pointer)
    let before = try skipper?.skipped(
      beforePacket: mark, shownAt: properties.best_effort_timestamp)
    for packet in before ?? [] { try countSkipped(packet) }
    let isSound = damage.accepts(
      properties, packet: mark > 0 ? mark : packetsSent,
      isKey: cffmpeg_is_key_frame(incoming.pointer) != 0, remark: latestRemark)
    guard isSound else { return nil }
    passJoins(upTo: mark)
    swap(&frame, &incoming)
    if frameCount == 0 {
      size = orientation.shown(width: Int(properties.width), height: Int(properties.height))
    }
    defer {
      frameCount += 1
      damage.closeGap()
    }
    return DecodedFrame(
      number: frameCount,
      seconds: clock.seconds(
        at: properties.best_effort_timestamp, isBeforeJoin: !joins.isEmpty),
      followsPrevious: frameCount > 0 && !damage.isGap)
  }

  /// Counts a frame that the decoder skipped.
  private func countSkipped(_ sent: NonReferenceSkipper.SentPacket) throws {
    guard damage.acceptsSkipped(packet: sent.number) else { return }
    try skipper?.checkUnwanted(number: frameCount)
    passJoins(upTo: sent.number)
    _ = clock.seconds(at: sent.time, isBeforeJoin: !joins.isEmpty)
    frameCount += 1
    damage.closeGap()
  }
}

/// Recordings that were joined.
extension VideoDecoder {
  /// Has the clock begin another recording, if a frame belongs to it.
  ///
  /// - Parameter packet: the number of the frame's packet in decoding order.
  private func passJoins(upTo packet: Int64) {
    guard let join = joins.first, packet >= join else { return }
    joins.removeAll { $0 <= packet }
    clock.join()
  }
}

/// Pictures of the current frame.
extension VideoDecoder {
  /// Scales the frame that ``next()`` returned last.
  ///
  /// The aspect ratio is not kept.
  ///
  /// - Parameters:
  ///   - width: width of the picture in pixels.
  ///   - height: height of the picture in pixels.
  /// - Returns: `height` × `width` pixels.
  /// - Throws: ``VideoError``.
  package func picture(width: Int, height: Int) throws -> RGBImage {
    try scaler.picture(of: shownFrame(), width: width, height: height)
  }

  /// Returns the frame that ``next()`` returned last.
  ///
  /// It does not change when the decoder goes on.
  ///
  /// - Throws: ``VideoError`` if memory runs out.
  func shownFrame() throws -> ShownFrame {
    do {
      return ShownFrame(frame: try frame.shared(), orientation: orientation, video: name)
    } catch let error as FFmpegError {
      throw VideoError(action: "decoding", path: name, cause: .ffmpeg(error))
    }
  }

  /// The orientation that the current frame states, or else the one that the stream states.
  private var orientation: Orientation {
    if let data = av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_DISPLAYMATRIX),
      data.pointee.size >= 9 * MemoryLayout<Int32>.size
    {
      return data.pointee.data.withMemoryRebound(to: Int32.self, capacity: 9) {
        Orientation(displayMatrix: $0)
      }
    }
    return cffmpeg_display_matrix(demuxer.stream).map { Orientation(displayMatrix: $0) } ?? .upright
  }
}
