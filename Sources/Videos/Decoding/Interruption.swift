import CFFmpeg

/// A question that FFmpeg asks while it reads a file: whether to stop.
///
/// Its demuxers can search a file without an end, and hear of nothing else meanwhile.
final class Interruption {
  private let isWanted: @Sendable () -> Bool

  /// Wraps a question.
  init(_ isWanted: @escaping @Sendable () -> Bool) {
    self.isWanted = isWanted
  }

  /// What FFmpeg calls; valid for as long as this object is.
  var callback: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { object in
        guard let object else { return 0 }
        let interruption = Unmanaged<Interruption>.fromOpaque(object).takeUnretainedValue()
        return interruption.isWanted() ? 1 : 0
      }, opaque: Unmanaged.passUnretained(self).toOpaque())
  }
}
