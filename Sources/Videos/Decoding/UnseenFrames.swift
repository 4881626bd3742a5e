import CFFmpeg

/// The frames that a decoder may leave out, since nobody wants to see them and no other frame depends on
/// them; they count all the same.
///
/// Which frames others depend on the decoder finds out itself. What it left out is known once a frame
/// comes out that is shown later. Frames must come out in the order of presentation for that, one a packet;
/// where they do not, or somebody wants to see one that was left out after all, a ``Misjudgement`` is
/// thrown, and the video has to be decoded again as a whole.
package struct UnseenFrames {
  /// Something was left out that should not have been, or can't be told.
  package struct Misjudgement: Error {}

  /// A packet that no frame was seen of.
  struct Sent {
    /// Its number in decoding order.
    let packet: Int64
    /// When its frame is shown, in the stream's time base.
    let time: Int64
    /// Whether the decoder may have left it out.
    fileprivate let mayBeLeftOut: Bool
  }

  private let isWanted: (Int) -> Bool
  /// In the order of presentation.
  private var sent: [Sent] = []
  private var hasAllowedAny = false
  /// When the frame that came out last is shown.
  private var latest: Int64?

  /// Sets out on a stream; nil where no frame may be left out.
  ///
  /// Only H.264 without interlacing: of HEVC FFmpeg leaves none out; others have packets that hold no frame,
  /// half a one or two, or, in an AVI, no times of presentation.
  ///
  /// - Parameters:
  ///   - stream: the stream.
  ///   - isWanted: whether somebody wants to see a frame, given its number.
  init?(of stream: AVStream, isWanted: ((Int) -> Bool)?) {
    let parameters = stream.codecpar.pointee
    guard let isWanted, parameters.codec_id == AV_CODEC_ID_H264,
      parameters.field_order == AV_FIELD_PROGRESSIVE
    else { return nil }
    self.isWanted = isWanted
  }

  /// Notes a packet that is about to be sent.
  ///
  /// - Parameters:
  ///   - packet: the packet.
  ///   - number: its number in decoding order.
  ///   - count: how many frames were counted before the first that is still waited for.
  ///   - isTrusted: whether nothing around it is damaged.
  /// - Returns: whether the decoder may leave its frame out.
  /// - Throws: ``Misjudgement``.
  mutating func allows(
    _ packet: AVPacket, number: Int64, after count: Int, isTrusted: Bool
  ) throws -> Bool {
    // The decoder puts no frame out of such packets.
    guard packet.flags & AV_PKT_FLAG_DISCARD == 0 else { return false }
    let place = sent.firstIndex { $0.time > packet.pts } ?? sent.endIndex
    let isInOrder =
      packet.pts != cffmpeg_no_timestamp() && latest.map { packet.pts > $0 } ?? true
      && (place == 0 || sent[place - 1].time < packet.pts)
    guard isInOrder else {
      try misjudge()
      return false
    }
    let mayBeLeftOut = isTrusted && !isWanted(count + place)
    hasAllowedAny = hasAllowedAny || mayBeLeftOut
    sent.insert(
      Sent(packet: number, time: packet.pts, mayBeLeftOut: mayBeLeftOut), at: place)
    return mayBeLeftOut
  }

  /// Notes that a packet gave an error in the place of a frame.
  mutating func lose(packet number: Int64) {
    sent.removeAll { $0.packet == number }
  }

  /// Notes that a frame came out.
  ///
  /// - Parameters:
  ///   - number: its packet's number.
  ///   - time: when it is shown.
  /// - Returns: what was left out before it, in the order of presentation.
  /// - Throws: ``Misjudgement``.
  mutating func leftOut(beforePacket number: Int64, shownAt time: Int64) throws -> [Sent] {
    defer { latest = max(time, latest ?? time) }
    guard let place = sent.firstIndex(where: { $0.packet == number }), sent[place].time == time,
      latest.map({ time > $0 }) ?? true
    else {
      try misjudge()
      return []
    }
    defer { sent.removeFirst(place + 1) }
    return try leftOut(of: sent[..<place])
  }

  /// What was left out since the last frame, once all are there.
  ///
  /// - Throws: ``Misjudgement``.
  mutating func leftOutAtEnd() throws -> [Sent] {
    defer { sent = [] }
    return try leftOut(of: sent[...])
  }

  /// Packets that no frame was seen of, all of which the decoder was allowed to leave out.
  private func leftOut(of passed: ArraySlice<Sent>) throws -> [Sent] {
    let allowed = passed.filter(\.mayBeLeftOut)
    if allowed.count < passed.count { try misjudge() }
    return allowed
  }

  /// Gives up, unless nothing was left out yet.
  private func misjudge() throws {
    if hasAllowedAny { throw Misjudgement() }
  }

  /// Checks the number that a frame has which was left out.
  ///
  /// - Throws: ``Misjudgement`` if somebody wants to see it.
  func check(number: Int) throws {
    if isWanted(number) { throw Misjudgement() }
  }
}
