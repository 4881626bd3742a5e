import CFFmpeg

/// Tells when a frame is shown, in seconds from the start of its stream.
struct FrameClock {
  private let timeBase: Double
  private let frameDuration: Double
  private var start: Int64
  private var first: Double?
  private var last = 0.0

  /// A clock for a stream.
  ///
  /// - Parameters:
  ///   - stream: the stream, whose start is the clock's zero.
  ///   - framesPerSecond: its rate, 0 if unknown.
  init(stream: AVStream, framesPerSecond: Double) {
    timeBase = av_q2d(stream.time_base)
    frameDuration = framesPerSecond > 0 ? 1 / framesPerSecond : 0
    start = stream.start_time
  }

  /// Seconds from the start of the first frame to the end of the last one, 0 without frames.
  var elapsed: Double { first.map { last + frameDuration - $0 } ?? 0 }

  /// Reads a sound frame's time; one without a timestamp is shown one frame's duration after the
  /// one before it.
  mutating func seconds(of frame: AVFrame) -> Double {
    let timestamp = frame.best_effort_timestamp
    if timestamp == cffmpeg_no_timestamp() {
      last = first == nil ? 0 : last + frameDuration
    } else {
      if start == cffmpeg_no_timestamp() { start = timestamp }
      last = Double(timestamp - start) * timeBase
    }
    if first == nil { first = last }
    return last
  }
}
