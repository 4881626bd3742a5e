import CFFmpeg

/// Rates and durations, by the header of the file and by its packets.
extension Demuxer {
  /// The frame rate of the stream in frames per second; 0 if it is unknown.
  var framesPerSecond: Double {
    let rate = av_guess_frame_rate(context, stream, nil)
    return rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0
  }

  /// The duration that the file states for the stream and the duration of its packets, in seconds.
  ///
  /// It is nil if the file states no duration. What FFmpeg calculates of a transport stream's or
  /// program stream's last times is no statement of the file.
  var promise: (promised: Double, delivered: Double)? {
    let method = context.pointee.duration_estimation_method
    guard method != AVFMT_DURATION_FROM_PTS, method != AVFMT_DURATION_FROM_BITRATE else {
      return nil
    }
    let isAlone = context.pointee.nb_streams == 1
    var promised = stream.pointee.duration > 0 || isAlone ? expectedSeconds : 0
    // For an AVI that ends early FFmpeg corrects the duration, but not the number of frames. Other
    // formats may have varying frame rates, and then that number says nothing of the duration.
    if format == "avi", framesPerSecond > 0 {
      promised = max(promised, Double(stream.pointee.nb_frames) / framesPerSecond)
    }
    let delivered = span.map { ($0.end - $0.start) * av_q2d(stream.pointee.time_base) } ?? 0
    return promised > 0 ? (promised, delivered) : nil
  }

  /// The duration of the stream by the header of the file, or by FFmpeg's estimate, in seconds; 0 if
  /// it is unknown.
  ///
  /// Some programs count the duration from the first frame. Others count it from time 0, although
  /// the first frame is later: by seconds if the file is a part of another one, or by years if times
  /// are those of a clock. The file does not tell which. If the first frame is within the
  /// duration, it is taken to count from 0.
  var expectedSeconds: Double {
    let timeBase = av_q2d(stream.pointee.time_base)
    var stated = 0.0
    if stream.pointee.duration > 0 {
      stated = Double(stream.pointee.duration) * timeBase
    } else if context.pointee.duration > 0 {
      stated = Double(context.pointee.duration) / Double(AV_TIME_BASE)
    }
    let known = stream.pointee.start_time
    let first = span?.start ?? (known != cffmpeg_no_timestamp() ? Double(known) : 0)
    let start = max(first * timeBase, 0)
    return start < stated ? stated - start : stated
  }

  /// The longest time between two packets, in seconds.
  ///
  /// Where the frame rate varies, the last frame may be shown as long.
  var longestStep: Double { longestUnits * av_q2d(stream.pointee.time_base) }
}
