import CFFmpeg

/// Lets a decoder skip frames that are not wanted and on which no other frame depends.
///
/// Skipped frames are still counted. The decoder itself finds out which frames others depend on.
/// What it skipped becomes known when a frame comes out that is shown later. This only works if
/// frames come out in presentation order, one per packet. If they do not, or if a skipped frame
/// turns out to be wanted, a ``SkippingError`` is thrown. The video must then be decoded again
/// without skipping.
package struct NonReferenceSkipper {
  /// A frame may have been skipped that should not have been.
  package struct SkippingError: Error {}

  /// A packet whose frame has not come out of the decoder.
  struct SentPacket {
    /// Its number in decoding order.
    let number: Int64
    /// When its frame is shown, in the time base of the stream.
    let time: Int64
    /// Whether the decoder may skip the frame.
    fileprivate let isSkippable: Bool
  }

  /// Whether a frame is wanted, given its number.
  private let isWanted: (Int) -> Bool
  /// The packets whose frames have not come out, in presentation order.
  private var sent: [SentPacket] = []
  /// Whether the decoder was ever allowed to skip a frame.
  private var mayHaveSkipped = false
  /// When the latest frame that came out is shown.
  private var latest: Int64?

  /// Begins with a stream.
  ///
  /// Returns nil if no frame of it may be skipped.
  ///
  /// Only progressive H.264 is supported. FFmpeg skips no frames of HEVC. Other codecs have packets
  /// with no frame, half a frame or two frames, or, in an AVI, no presentation times.
  ///
  /// - Parameters:
  ///   - stream: the stream.
  ///   - isWanted: whether a frame is wanted, given its number; nil if all are.
  init?(of stream: AVStream, isWanted: ((Int) -> Bool)?) {
    let parameters = stream.codecpar.pointee
    guard let isWanted, parameters.codec_id == AV_CODEC_ID_H264,
      parameters.field_order == AV_FIELD_PROGRESSIVE
    else { return nil }
    self.isWanted = isWanted
  }

  /// Notes a packet that is sent next, and decides whether the decoder may skip its frame.
  ///
  /// - Parameters:
  ///   - packet: the packet.
  ///   - number: its number in decoding order.
  ///   - count: the number of frames counted so far.
  ///   - isTrusted: whether the file is undamaged around it.
  /// - Returns: whether the decoder may skip the frame.
  /// - Throws: ``SkippingError``.
  /// - Complexity: O(packets whose frames have not come out), at most a few dozen.
  mutating func maySkip(
    _ packet: AVPacket, number: Int64, after count: Int, isTrusted: Bool
  ) throws -> Bool {
    // The decoder returns no frame for such packets.
    guard packet.flags & AV_PKT_FLAG_DISCARD == 0 else { return false }
    let place = sent.firstIndex { $0.time > packet.pts } ?? sent.endIndex
    let isInOrder =
      packet.pts != cffmpeg_no_timestamp() && latest.map { packet.pts > $0 } ?? true
      && (place == 0 || sent[place - 1].time < packet.pts)
    guard isInOrder else {
      try failIfSkipped()
      return false
    }
    let isSkippable = isTrusted && !isWanted(count + place)
    mayHaveSkipped = mayHaveSkipped || isSkippable
    sent.insert(
      SentPacket(number: number, time: packet.pts, isSkippable: isSkippable), at: place)
    return isSkippable
  }

  /// Notes that a packet gave an error instead of a frame.
  ///
  /// - Parameter number: its number in decoding order.
  mutating func drop(packet number: Int64) {
    sent.removeAll { $0.number == number }
  }

  /// Notes a frame that came out, and returns what was skipped before it.
  ///
  /// - Parameters:
  ///   - number: the number of its packet in decoding order.
  ///   - time: when it is shown, in the time base of the stream.
  /// - Returns: the packets of skipped frames, in presentation order.
  /// - Throws: ``SkippingError``.
  mutating func skipped(beforePacket number: Int64, shownAt time: Int64) throws -> [SentPacket] {
    defer { latest = max(time, latest ?? time) }
    guard let place = sent.firstIndex(where: { $0.number == number }), sent[place].time == time,
      latest.map({ time > $0 }) ?? true
    else {
      try failIfSkipped()
      return []
    }
    defer { sent.removeFirst(place + 1) }
    return try skipped(among: sent[..<place])
  }

  /// Returns what was skipped after the last frame that came out, at the end of the video.
  ///
  /// - Returns: the packets of skipped frames, in presentation order.
  /// - Throws: ``SkippingError``.
  mutating func skippedAtEnd() throws -> [SentPacket] {
    defer { sent = [] }
    return try skipped(among: sent[...])
  }

  /// Returns the skippable packets among those whose frames did not come out.
  ///
  /// - Throws: ``SkippingError`` if one of them was not skippable.
  private func skipped(among passed: ArraySlice<SentPacket>) throws -> [SentPacket] {
    let allowed = passed.filter(\.isSkippable)
    if allowed.count < passed.count { try failIfSkipped() }
    return allowed
  }

  /// Throws a ``SkippingError``, unless no frame can have been skipped.
  private func failIfSkipped() throws {
    if mayHaveSkipped { throw SkippingError() }
  }

  /// Checks that a skipped frame is not wanted.
  ///
  /// - Parameter number: its number.
  /// - Throws: ``SkippingError`` if it is wanted.
  func checkUnwanted(number: Int) throws {
    if isWanted(number) { throw SkippingError() }
  }
}
