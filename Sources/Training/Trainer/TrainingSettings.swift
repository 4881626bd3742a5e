/// How a network is trained.
public struct TrainingSettings: Equatable, Sendable {
  /// Epochs in all; one epoch is every training pair once.
  public var epochs: Int
  /// Steps in all, where that comes before the last epoch's end; nil never does.
  public var maxSteps: Int?
  /// Pairs a step.
  public var batch: Int
  /// The learning rate.
  public var learningRate: StepSchedule
  /// What the updates are made of.
  public var optimiser: MomentumSGD.Settings
  /// The objective's margin.
  public var margin: Double
  /// Epochs from one checkpoint to the next.
  public var checkpointEvery: Int

  /// Names the settings.
  public init(
    epochs: Int, maxSteps: Int? = nil, batch: Int, learningRate: StepSchedule,
    optimiser: MomentumSGD.Settings, margin: Double,
    checkpointEvery: Int
  ) {
    self.epochs = epochs
    self.maxSteps = maxSteps
    self.batch = batch
    self.learningRate = learningRate
    self.optimiser = optimiser
    self.margin = margin
    self.checkpointEvery = checkpointEvery
  }

  /// Steps that there are in all.
  ///
  /// - Parameter pairs: pairs in an epoch.
  public func steps(pairs: Int) -> Int {
    min(Trainer.stepsPerEpoch(pairs: pairs, batch: batch) * epochs, maxSteps ?? .max)
  }

  /// Whether training has come to its end.
  public func isFinished(at position: TrainingPosition) -> Bool {
    position.epoch >= epochs || maxSteps.map { position.step >= $0 } ?? false
  }
}
