import Tracking

/// What a step has around it: where progress is shown, and whether someone wants it to stop.
public struct Surroundings {
  /// Where progress is shown.
  public let display: ProgressDisplay
  /// Whether someone wants the work to stop.
  public let isCancelled: @Sendable () -> Bool

  /// Names the surroundings.
  public init(display: ProgressDisplay, isCancelled: @escaping @Sendable () -> Bool) {
    self.display = display
    self.isCancelled = isCancelled
  }
}
