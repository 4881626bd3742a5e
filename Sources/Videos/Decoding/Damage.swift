import CFFmpeg

/// Tells a video's sound frames from those that an error left incomplete.
///
/// FFmpeg conceals errors: it fills what it could not decode from other frames, and goes on
/// predicting from the result. Such frames are not the video's. Packets are numbered in decoding
/// order, so that a frame is known to have been decoded before the error or after it, however the
/// decoder reorders them; after it, frames are trusted again from the next key frame on. That is so
/// after a damaged B-frame too, though no other frame may depend on it: what damaged it may have
/// swallowed its neighbours.
struct Damage {
  /// Whether nothing is damaged.
  private(set) var isNone = true
  /// How many frames are known to be missing: damaged ones, and packets that gave none.
  private(set) var missingFrames = 0
  /// What FFmpeg said at the first error, empty as long as there is none.
  private(set) var firstRemark = ""
  /// Whether something is missing between the sound frame before and the next one.
  private(set) var isGap = false
  /// The packets that are damaged, as long as what came after them is not to be trusted either.
  private var open: (first: Int64, last: Int64)?

  /// Whether what comes next is not to be trusted.
  var isOpen: Bool { open != nil }

  /// Records a packet that could not be decoded.
  ///
  /// - Parameters:
  ///   - packet: its number in decoding order.
  ///   - remark: FFmpeg's words.
  mutating func lose(packet: Int64, remark: String) {
    missingFrames += 1
    distrust(packet: packet, remark: remark)
  }

  /// Records a packet at which the file is damaged, whatever the decoder makes of it.
  ///
  /// - Parameters:
  ///   - packet: its number in decoding order.
  ///   - remark: FFmpeg's words.
  mutating func distrust(packet: Int64, remark: String) {
    isNone = false
    if firstRemark.isEmpty { firstRemark = remark }
    open = open.map { (min(packet, $0.first), max(packet, $0.last)) } ?? (packet, packet)
  }

  /// Judges a frame that the decoder put out.
  ///
  /// - Parameters:
  ///   - frame: the frame.
  ///   - packet: the number, in decoding order, of the packet that it was decoded from.
  ///   - isKey: whether it can be decoded without those before it.
  ///   - remark: FFmpeg's words since the packet was sent.
  /// - Returns: whether the frame is sound.
  mutating func accepts(_ frame: AVFrame, packet: Int64, isKey: Bool, remark: String) -> Bool {
    if frame.flags & AV_FRAME_FLAG_CORRUPT != 0 || frame.decode_error_flags != 0 {
      distrust(packet: packet, remark: remark)
    } else if let damage = open, isKey, packet > damage.last {
      open = nil
      isGap = true
    }
    return acceptsUnseen(packet: packet)
  }

  /// Judges a frame by where it is, without a look at it.
  ///
  /// - Parameter packet: the number, in decoding order, of its packet.
  /// - Returns: whether nothing says that it is damaged.
  mutating func acceptsUnseen(packet: Int64) -> Bool {
    guard let damage = open, packet >= damage.first else { return true }
    missingFrames += 1
    isGap = true
    return false
  }

  /// Records that a sound frame was counted, with what it follows.
  mutating func closeGap() { isGap = false }
}
