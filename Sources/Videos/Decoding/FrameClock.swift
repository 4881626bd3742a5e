import CFFmpeg

/// Tells when a frame is shown, in seconds from the first frame that the decoder puts out.
///
/// Not from the start that the container states: an AVI states times of decoding only, so that with
/// B-frames its first frame would be late.
struct FrameClock {
  private let timeBase: Double
  private let frameDuration: Double
  private var zero: Int64?
  private var first: Double?
  private var last = 0.0

  /// A clock for a stream.
  ///
  /// - Parameters:
  ///   - stream: the stream.
  ///   - framesPerSecond: its rate, 0 if unknown.
  init(stream: AVStream, framesPerSecond: Double) {
    timeBase = av_q2d(stream.time_base)
    frameDuration = framesPerSecond > 0 ? 1 / framesPerSecond : 0
  }

  /// Seconds from the start of the first sound frame to the end of the last one, 0 without frames.
  var elapsed: Double { first.map { last + frameDuration - $0 } ?? 0 }

  /// Notes a frame that came out of the decoder, sound or damaged.
  mutating func observe(_ frame: AVFrame) {
    let timestamp = frame.best_effort_timestamp
    if zero == nil, timestamp != cffmpeg_no_timestamp() { zero = timestamp }
  }

  /// Reads a sound frame's time; one without a timestamp is shown one frame's duration after the
  /// one before it.
  mutating func seconds(at timestamp: Int64) -> Double {
    if let zero, timestamp != cffmpeg_no_timestamp() {
      // Damaged files name times of which no difference fits an integer.
      last = (Double(timestamp) - Double(zero)) * timeBase
    } else if first != nil {
      last += frameDuration
    }
    if first == nil { first = last }
    return last
  }
}
