import CFFmpeg

/// A question that FFmpeg asks while it reads a file: whether to stop.
///
/// Its demuxers can search a file without an end, and hear of nothing else meanwhile.
final class InterruptCallback {
  private let isWanted: @Sendable () -> Bool

  /// Wraps a question.
  init(_ isWanted: @escaping @Sendable () -> Bool) {
    self.isWanted = isWanted
  }

  /// What FFmpeg calls; valid for as long as this object is.
  var pointer: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { object in
        guard let object else { return 0 }
        let question = Unmanaged<InterruptCallback>.fromOpaque(object).takeUnretainedValue()
        return question.isWanted() ? 1 : 0
      }, opaque: Unmanaged.passUnretained(self).toOpaque())
  }
}
