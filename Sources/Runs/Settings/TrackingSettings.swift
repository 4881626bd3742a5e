/// Where a run is watched from elsewhere, and where its results are kept.
///
/// Names and passwords are never here: they come from the environment or from files of the user.
public struct TrackingSettings: Codable, Equatable, Sendable {
  /// Whether an event file for TensorBoard is written: `RUN/tensorboard`.
  public var tensorboard = false
  /// Whether tables of steps and epochs are written: `RUN/tracking/steps.csv` and `epochs.csv`.
  public var csv = false

  /// Whether there is any place.
  var isUsed: Bool { tensorboard || csv }
}
