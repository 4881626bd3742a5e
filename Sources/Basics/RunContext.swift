import Foundation

/// The services that long work gets from its caller: a display, and a way to be stopped.
public struct RunContext: Sendable {
  /// The display that shows the progress.
  public let display: ProgressDisplay
  /// Returns true when the work should stop.
  public let isCancelled: @Sendable () -> Bool

  /// Makes a context.
  ///
  /// - Parameters:
  ///   - display: the display that shows the progress.
  ///   - isCancelled: returns true when the work should stop; it is called often.
  public init(
    display: ProgressDisplay = ProgressDisplay(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.display = display
    self.isCancelled = isCancelled
  }

  /// Throws `CancellationError` if the work should stop.
  public func checkCancelled() throws {
    if isCancelled() { throw CancellationError() }
  }
}

extension ProgressDisplay {
  /// Calls ``beat()`` every half minute until the program ends, if this is the display of a log.
  ///
  /// If the system has no thread left, only work that reports gives signs of life.
  package func keepBeating() {
    guard !isTerminal else { return }
    let display = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        let display = Unmanaged<ProgressDisplay>.fromOpaque(pointer).takeUnretainedValue()
        while true {
          sleep(30)
          display.beat()
        }
      }, display.toOpaque())
    if code == 0 { pthread_detach(thread) } else { display.release() }
  }
}
