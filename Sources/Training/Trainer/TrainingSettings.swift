/// How a network is trained.
public struct TrainingSettings: Equatable, Sendable {
  /// Epochs in all, of every example once; nil where training ends by steps.
  public var epochs: Int?
  /// Steps in all, where that comes before the last epoch's end; nil never does.
  public var maxSteps: Int?
  /// Examples a step.
  public var batch: Int
  /// The learning rate.
  public var learningRate: RateSchedule
  /// What the updates are made of.
  public var optimiser: MomentumSGD.Settings
  /// Epochs from one checkpoint to the next.
  public var checkpointEvery: Int
  /// Minutes from one checkpoint to the next, where an epoch takes longer; 0 is never.
  public var checkpointMinutes: Double
  /// What to do where a loss or a gradient is no number.
  public var badSteps: BadStepPolicy

  /// Names the settings.
  ///
  /// - Parameters:
  ///   - epochs: epochs in all; nil where training ends by steps.
  ///   - maxSteps: steps in all; nil where it ends by epochs. One of the two must be given.
  ///   - batch: examples a step.
  ///   - learningRate: the learning rate.
  ///   - optimiser: what the updates are made of.
  ///   - checkpointEvery: epochs from one checkpoint to the next.
  ///   - checkpointMinutes: minutes from one checkpoint to the next; 0 is never.
  ///   - badSteps: what to do where a loss or a gradient is not a number.
  public init(
    epochs: Int? = nil, maxSteps: Int? = nil, batch: Int, learningRate: RateSchedule,
    optimiser: MomentumSGD.Settings = .plain, checkpointEvery: Int = 5,
    checkpointMinutes: Double = 0, badSteps: BadStepPolicy = .stop
  ) {
    self.epochs = epochs
    self.maxSteps = maxSteps
    self.batch = batch
    self.learningRate = learningRate
    self.optimiser = optimiser
    self.checkpointEvery = checkpointEvery
    self.checkpointMinutes = checkpointMinutes
    self.badSteps = badSteps
  }

  /// The learning rate of a step.
  ///
  /// - Parameters:
  ///   - step: steps taken before it.
  ///   - examples: examples in an epoch.
  public func rate(at step: Int, examples: Int) -> Double {
    learningRate.rate(at: step, of: steps(of: examples))
  }

  /// Steps in an epoch; the last one takes what is left.
  ///
  /// - Parameter examples: examples in an epoch.
  public func stepsPerEpoch(of examples: Int) -> Int { (examples + batch - 1) / batch }

  /// Steps that there are in all.
  ///
  /// - Parameter examples: examples in an epoch.
  public func steps(of examples: Int) -> Int {
    min(epochs.map { $0 * stepsPerEpoch(of: examples) } ?? .max, maxSteps ?? .max)
  }

  /// Epochs that there are in all, a last one that is not finished included.
  ///
  /// - Parameter examples: examples in an epoch.
  public func epochs(of examples: Int) -> Int {
    let stepsPerEpoch = stepsPerEpoch(of: examples)
    let (whole, rest) = steps(of: examples).quotientAndRemainder(dividingBy: stepsPerEpoch)
    return whole + (rest > 0 ? 1 : 0)
  }

  /// The batches that are left, counted over all epochs from 0.
  ///
  /// - Parameters:
  ///   - position: how far training has come.
  ///   - examples: examples in an epoch.
  func batchesLeft(at position: TrainingPosition, of examples: Int) -> Range<Int> {
    let first = position.epoch * stepsPerEpoch(of: examples) + position.stepInEpoch
    let end = epochs.map { $0 * stepsPerEpoch(of: examples) } ?? .max
    let byMaxSteps = maxSteps.map { $0 - position.step + first } ?? .max
    return first..<max(min(end, byMaxSteps), first)
  }

  /// Whether so much time since the last checkpoint calls for another one.
  public func isDue(after time: Duration) -> Bool {
    checkpointMinutes > 0 && time >= .seconds(60 * checkpointMinutes)
  }

  /// Whether training has come to its end.
  public func isFinished(at position: TrainingPosition) -> Bool {
    let hasAllEpochs = epochs.map { position.epoch >= $0 } ?? false
    let hasAllSteps = maxSteps.map { position.step >= $0 } ?? false
    return hasAllEpochs || hasAllSteps
  }
}
