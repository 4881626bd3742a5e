/// How a network is trained.
public struct TrainingSettings: Equatable, Sendable {
  /// Epochs in all; one epoch is every training pair once.
  public var epochs: Int
  /// Pairs a step.
  public var batch: Int
  /// The learning rate.
  public var learningRate: Double
  /// What the updates are made of.
  public var optimiser: MomentumSGD.Settings
  /// The objective's margin.
  public var margin: Double
  /// Epochs from one checkpoint to the next.
  public var checkpointEvery: Int

  /// Names the settings.
  public init(
    epochs: Int, batch: Int, learningRate: Double, optimiser: MomentumSGD.Settings, margin: Double,
    checkpointEvery: Int
  ) {
    self.epochs = epochs
    self.batch = batch
    self.learningRate = learningRate
    self.optimiser = optimiser
    self.margin = margin
    self.checkpointEvery = checkpointEvery
  }
}
