import CFFmpeg

/// Rates and durations, by the header of the file and by its packets.
extension Demuxer {
  /// The frame rate of the stream in frames per second; 0 if it is unknown.
  var framesPerSecond: Double {
    let rate = av_guess_frame_rate(context, stream, nil)
    return rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0
  }

  /// The duration that the file states for the stream, the duration of its packets, and how much
  /// they lack of what it states, in seconds.
  ///
  /// It is nil if the file states no duration. What FFmpeg calculates of a transport stream's or
  /// program stream's last times is no statement of the file.
  var promise: (promised: Double, delivered: Double, lacking: Double)? {
    let method = context.pointee.duration_estimation_method
    guard method != AVFMT_DURATION_FROM_PTS, method != AVFMT_DURATION_FROM_BITRATE else {
      return nil
    }
    let timeBase = av_q2d(stream.pointee.time_base)
    let isAlone = context.pointee.nb_streams == 1
    var promised = stream.pointee.duration > 0 || isAlone ? statedSeconds : 0
    // For an AVI that ends early FFmpeg corrects the duration, but not the number of frames. In an
    // AVI each takes one unit of time, in other formats as long as it likes.
    if format == "avi" { promised = max(promised, Double(stream.pointee.nb_frames) * timeBase) }
    guard promised > 0 else { return nil }
    let delivered =
      span.map { max($0.end * timeBase, soundEnd) - $0.start * timeBase } ?? 0
    let counted = durationFromStart(of: promised)
    // A start within half a second is that of frames that are decoded before they are shown.
    let isLate = promised - counted > 0.5
    return (isLate ? counted : promised, delivered, counted - delivered)
  }

  /// The duration of the stream by the header of the file, or by FFmpeg's estimate, in seconds; 0 if
  /// it is unknown.
  var expectedSeconds: Double { durationFromStart(of: statedSeconds) }

  /// The duration that the header states or FFmpeg estimates, in seconds, from the first frame or
  /// from time 0; 0 if it is unknown.
  private var statedSeconds: Double {
    if stream.pointee.duration > 0 {
      return Double(stream.pointee.duration) * av_q2d(stream.pointee.time_base)
    }
    return Double(max(context.pointee.duration, 0)) / Double(AV_TIME_BASE)
  }

  /// Counts a stated duration from the first frame.
  ///
  /// Some programs count the duration from the first frame. Others count it from time 0, although
  /// the first frame is later: by seconds if the file is a part of another one, or by years if times
  /// are those of a clock. The file does not tell which. If the first frame is within the duration,
  /// it is taken to count from 0.
  private func durationFromStart(of stated: Double) -> Double {
    let known = stream.pointee.start_time
    let first = span?.start ?? (known != cffmpeg_no_timestamp() ? Double(known) : 0)
    let start = max(first * av_q2d(stream.pointee.time_base), 0)
    return start < stated ? stated - start : stated
  }

  /// The longest time between two packets, in seconds.
  ///
  /// Where the frame rate varies, the last frame may be shown as long.
  var longestStep: Double { longestUnits * av_q2d(stream.pointee.time_base) }

  /// The duration of the longest sound by the header of the file, in seconds; 0 if it is unknown.
  var soundSeconds: Double {
    let streams = (0..<Int(context.pointee.nb_streams)).compactMap {
      context.pointee.streams[$0]?.pointee
    }
    let sounds = streams.filter { $0.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO }
    let longest = sounds.map { Double(max($0.duration, 0)) * av_q2d($0.time_base) }.max() ?? 0
    guard longest <= 0, !sounds.isEmpty else { return longest }
    return Double(max(context.pointee.duration, 0)) / Double(AV_TIME_BASE)
  }
}
