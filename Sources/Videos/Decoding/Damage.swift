import CFFmpeg

/// Distinguishes sound frames of a video from frames that an error left incomplete.
///
/// FFmpeg conceals errors: it fills what it could not decode from other frames, and predicts later
/// frames from the result. Such frames are not those of the video. Packets are numbered in decoding
/// order. So it is known whether a frame was decoded before or after the error, however the decoder
/// reorders frames. After an error, frames are trusted again from the next key frame on. That also
/// holds after a damaged B-frame, although no other frame depends on it: the error may have
/// destroyed its neighbours too.
struct Damage {
  /// Whether there is no damage.
  private(set) var isNone = true
  /// The number of frames known to be missing: damaged frames, and packets that gave no frame.
  private(set) var missingFrames = 0
  /// FFmpeg's message at the first error; empty if there was no error.
  private(set) var firstRemark = ""
  /// Whether frames are missing between the last sound frame and the next one.
  private(set) var isGap = false
  /// The first and the last damaged packet, until frames can be trusted again.
  private var open: (first: Int64, last: Int64)?

  /// Whether the next frames cannot be trusted.
  var isOpen: Bool { open != nil }

  /// Records a packet that could not be decoded.
  ///
  /// - Parameters:
  ///   - packet: its number in decoding order.
  ///   - remark: FFmpeg's message.
  mutating func lose(packet: Int64, remark: String) {
    missingFrames += 1
    distrust(packet: packet, remark: remark)
  }

  /// Records a packet at which the file is damaged, even if the decoder accepts the packet.
  ///
  /// - Parameters:
  ///   - packet: its number in decoding order.
  ///   - remark: FFmpeg's message.
  mutating func distrust(packet: Int64, remark: String) {
    isNone = false
    if firstRemark.isEmpty { firstRemark = remark }
    open = open.map { (min(packet, $0.first), max(packet, $0.last)) } ?? (packet, packet)
  }

  /// Records that packets are missing before a sound one.
  ///
  /// Frames that follow it in decoding order may be predicted from what is missing. They are
  /// trusted from the next key frame on, which may be that packet's.
  ///
  /// - Parameters:
  ///   - packet: the number of the sound packet in decoding order.
  ///   - remark: FFmpeg's message.
  mutating func lose(before packet: Int64, remark: String) {
    isNone = false
    if firstRemark.isEmpty { firstRemark = remark }
    join(at: packet)
  }

  /// Records that another recording begins at a packet.
  ///
  /// Nothing is missing, unless the recording begins with frames that depend on what was before.
  ///
  /// - Parameter packet: the number of the packet in decoding order.
  mutating func join(at packet: Int64) {
    open = open.map { (min(packet, $0.first), max(packet - 1, $0.last)) } ?? (packet, packet - 1)
  }

  /// Decides whether a frame that the decoder returned is sound.
  ///
  /// - Parameters:
  ///   - frame: the frame.
  ///   - packet: the number, in decoding order, of its packet.
  ///   - isKey: whether it is a key frame, which depends on no frame before it.
  ///   - remark: FFmpeg's message since the packet was sent.
  /// - Returns: whether the frame is sound.
  mutating func accepts(_ frame: AVFrame, packet: Int64, isKey: Bool, remark: String) -> Bool {
    if frame.flags & AV_FRAME_FLAG_CORRUPT != 0 || frame.decode_error_flags != 0 {
      distrust(packet: packet, remark: remark)
    } else if let damage = open, isKey, packet > damage.last {
      open = nil
      isGap = true
    }
    return acceptsSkipped(packet: packet)
  }

  /// Decides by its position whether a frame that was not decoded is sound.
  ///
  /// - Parameter packet: the number, in decoding order, of its packet.
  /// - Returns: false if the frame lies within damage.
  mutating func acceptsSkipped(packet: Int64) -> Bool {
    guard let damage = open, packet >= damage.first else { return true }
    isNone = false
    missingFrames += 1
    isGap = true
    return false
  }

  /// Records that a sound frame was counted; the next frame follows it directly.
  mutating func closeGap() { isGap = false }
}

/// A sentence on what a video lacks, after it was decoded to its end.
struct Shortcoming: CustomStringConvertible {
  /// The sentence, with FFmpeg's message last.
  let description: String

  /// Compares what was decoded with what the file states.
  ///
  /// Returns nil if nothing is missing.
  ///
  /// - Parameters:
  ///   - damage: the damaged frames.
  ///   - end: the file, read to its end.
  init?(damage: Damage, end: Demuxer) {
    var phrases: [String] = []
    if !damage.isNone {
      let count = damage.missingFrames
      let leftOut = count > 0 ? ", \(count) frame\(count == 1 ? "" : "s") left out" : ""
      phrases.append("damaged" + leftOut)
      if damage.firstRemark != end.complaint { phrases.append(damage.firstRemark) }
    }
    if let promise = end.promise,
      promise.lacking > Self.tolerance(of: promise.promised, end)
    {
      phrases.append(
        "holds \(promise.delivered.decimalText(places: 2)) s of the "
          + "\(promise.promised.decimalText(places: 2)) s that it promises")
    } else if !end.complaint.isEmpty {
      phrases.append("ends early")
    }
    phrases.append(end.complaint)
    phrases.removeAll(where: \.isEmpty)
    guard !phrases.isEmpty else { return nil }
    description = phrases.joined(separator: "; ")
  }

  /// Returns how much shorter than stated a sound video may be, in seconds.
  ///
  /// Headers round, AVIs count frames that hold nothing, and where the frame rate varies, a file may
  /// not state how long its last frame is shown.
  private static func tolerance(of promised: Double, _ end: Demuxer) -> Double {
    let frames = end.framesPerSecond > 0 ? 3 / end.framesPerSecond : 0
    return max(frames, promised * 0.02, end.longestStep * 1.5)
  }
}
