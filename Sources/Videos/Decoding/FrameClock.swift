import CFFmpeg

/// Computes when a frame is shown, in seconds from the first frame that the decoder returns.
///
/// The start time that the container states is not used: an AVI only states decoding times, so with
/// B-frames its first frame would seem late.
struct FrameClock {
  /// Seconds per unit of a timestamp.
  private let timeBase: Double
  /// Seconds per frame; 0 if unknown.
  private let frameDuration: Double
  /// The timestamp of the first frame that has one.
  private var zero: Int64?
  /// The time of the first sound frame, in seconds.
  private var first: Double?
  /// The time of the latest sound frame, in seconds.
  private var last = 0.0

  /// Begins at the start of a stream.
  ///
  /// - Parameters:
  ///   - stream: the stream.
  ///   - framesPerSecond: its frame rate; 0 if unknown.
  init(stream: AVStream, framesPerSecond: Double) {
    timeBase = av_q2d(stream.time_base)
    frameDuration = framesPerSecond > 0 ? 1 / framesPerSecond : 0
  }

  /// The number of seconds by which the current recording begins later than its timestamps say.
  private var offset = 0.0
  /// Whether a sound frame had a timestamp.
  private var isTimed = false
  /// Whether the next frame begins another recording.
  private var isJoining = false

  /// Seconds from the start of the first sound frame to the end of the last one; 0 without frames.
  var elapsed: Double { first.map { max(0, last + frameDuration - $0) } ?? 0 }

  /// Notes a frame that the decoder returned, sound or damaged.
  ///
  /// - Parameter frame: the frame.
  mutating func observe(_ frame: AVFrame) {
    let timestamp = frame.best_effort_timestamp
    if zero == nil, timestamp != cffmpeg_no_timestamp() { zero = timestamp }
  }

  /// Notes that the next frame begins another recording, whose timestamps begin anew.
  ///
  /// It is shown one frame duration after the frame before it.
  mutating func join() { isJoining = first != nil }

  /// Returns the time of a sound frame, in seconds.
  ///
  /// A frame without a timestamp is shown one frame duration after the frame before it.
  ///
  /// - Parameters:
  ///   - timestamp: the frame's timestamp in the time base of the stream.
  ///   - isBeforeJoin: whether packets of the next recording were read already. FFmpeg may have
  ///     derived the timestamp from theirs; it then lies before the frame before it, and is not used.
  mutating func seconds(at timestamp: Int64, isBeforeJoin: Bool = false) -> Double {
    if let zero, timestamp != cffmpeg_no_timestamp() {
      // Damaged files state times whose difference overflows an integer.
      let time = (Double(timestamp) - Double(zero)) * timeBase
      // Frames with negative times have no timestamp in some formats.
      if isBeforeJoin, first != nil, time + offset < last {
        last += frameDuration
        return last
      }
      if isJoining || !isTimed, first != nil { offset = last + frameDuration - time }
      (isJoining, isTimed) = (false, true)
      last = time + offset
    } else if first != nil {
      last += frameDuration
    }
    if first == nil { first = last }
    return last
  }
}
