/// A place that training's events go to.
///
/// No sink may stop or slow a run: `record` returns at once and keeps its failures to itself, to be
/// told once at the end.
public protocol TrainingSink: AnyObject {
  /// Takes note of an event.
  func record(_ event: TrainingEvent)

  /// What went wrong since the start, as one line, or nil.
  var failure: String? { get }
}
