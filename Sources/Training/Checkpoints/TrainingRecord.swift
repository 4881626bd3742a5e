/// What a checkpoint keeps besides weights and velocities.
public struct TrainingRecord: Equatable, Sendable {
  /// How far training had come.
  public var position: TrainingPosition
  /// What training had looked like.
  public var history: TrainingHistory
  /// The run's settings, as text.
  public var settings: String
  /// What the training data hash to; empty where nobody asked.
  public var dataFingerprint: String
  /// The names of the categories that a classifier tells apart, in its order; none without one.
  public var categories: [String]
  /// The version of the program that wrote it.
  public var toolVersion: String

  /// Puts a record together.
  public init(
    position: TrainingPosition, history: TrainingHistory = TrainingHistory(), settings: String = "",
    dataFingerprint: String = "", categories: [String] = [], toolVersion: String = ""
  ) {
    self.position = position
    self.history = history
    self.settings = settings
    self.dataFingerprint = dataFingerprint
    self.categories = categories
    self.toolVersion = toolVersion
  }
}
