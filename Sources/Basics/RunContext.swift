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
