import CFFmpeg

/// The callback by which FFmpeg asks, while it reads a file, whether to stop.
///
/// FFmpeg's demuxers can search an endless file for ever. This callback is the only way to stop
/// them.
final class InterruptCallback {
  private let shouldStop: @Sendable () -> Bool

  /// Wraps a closure.
  ///
  /// - Parameter shouldStop: returns true when reading is to end.
  init(_ shouldStop: @escaping @Sendable () -> Bool) {
    self.shouldStop = shouldStop
  }

  /// The structure that FFmpeg takes.
  ///
  /// It is valid as long as this object exists.
  var pointer: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { object in
        guard let object else { return 0 }
        let question = Unmanaged<InterruptCallback>.fromOpaque(object).takeUnretainedValue()
        return question.shouldStop() ? 1 : 0
      }, opaque: Unmanaged.passUnretained(self).toOpaque())
  }
}
