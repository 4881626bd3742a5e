/// Where a piece of work shows its progress, and how it learns that someone wants it to stop.
package struct RunContext {
  /// Where progress is shown.
  package let display: ProgressDisplay
  /// Whether someone wants the work to stop.
  package let isCancelled: @Sendable () -> Bool

  /// Names the display and the question.
  ///
  /// - Parameters:
  ///   - display: where progress is shown.
  ///   - isCancelled: returns true when the work should stop; asked often.
  package init(
    display: ProgressDisplay = ProgressDisplay(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.display = display
    self.isCancelled = isCancelled
  }

  /// Throws `CancellationError` if someone wants the work to stop.
  package func checkCancelled() throws {
    if isCancelled() { throw CancellationError() }
  }
}
