/// How long a network is trained, at what learning rate, and when checkpoints are written.
public struct TrainingSettings: Equatable, Sendable {
  /// The number of epochs; nil if only ``maxSteps`` ends training.
  public var epochs: Int?
  /// The largest number of steps; nil if only ``epochs`` ends training.
  public var maxSteps: Int?
  /// Examples in a step.
  public var batch: Int
  /// The learning rate over training.
  public var learningRate: RateSchedule
  /// Momentum, weight decay and clipping.
  public var optimiser: MomentumSGD.Settings
  /// Epochs from one checkpoint to the next.
  public var checkpointEvery: Int
  /// Minutes from one checkpoint to the next within long epochs; 0 writes none within an epoch.
  public var checkpointMinutes: Double
  /// What to do if a loss or a gradient is not finite.
  public var badSteps: BadStepPolicy

  /// Creates settings; give at least one of `epochs` and `maxSteps`.
  ///
  /// - Parameters:
  ///   - epochs: the number of epochs, each with every example once.
  ///   - maxSteps: the largest number of steps.
  ///   - batch: examples in a step.
  ///   - learningRate: the learning rate over training.
  ///   - optimiser: momentum, weight decay and clipping.
  ///   - checkpointEvery: epochs from one checkpoint to the next.
  ///   - checkpointMinutes: minutes from one checkpoint to the next within long epochs; 0 writes none
  ///     within an epoch.
  ///   - badSteps: what to do if a loss or a gradient is not finite.
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

  /// Returns the learning rate of a step.
  ///
  /// - Parameters:
  ///   - step: steps taken before this one.
  ///   - examples: examples in an epoch.
  public func rate(at step: Int, examples: Int) -> Double {
    learningRate.rate(at: step, of: steps(of: examples))
  }

  /// Returns the number of steps in an epoch; the last one may have fewer examples.
  ///
  /// - Parameter examples: examples in an epoch.
  public func stepsPerEpoch(of examples: Int) -> Int { (examples + batch - 1) / batch }

  /// Returns the number of steps of the whole training.
  ///
  /// - Parameter examples: examples in an epoch.
  public func steps(of examples: Int) -> Int {
    min(epochs.map { $0 * stepsPerEpoch(of: examples) } ?? .max, maxSteps ?? .max)
  }

  /// Returns the number of epochs of the whole training; an unfinished last one counts.
  ///
  /// - Parameter examples: examples in an epoch.
  public func epochs(of examples: Int) -> Int {
    let stepsPerEpoch = stepsPerEpoch(of: examples)
    let (whole, rest) = steps(of: examples).quotientAndRemainder(dividingBy: stepsPerEpoch)
    return whole + (rest > 0 ? 1 : 0)
  }

  /// Returns the length of the training, such as `20 epochs (the thesis's iterations) of 540 pairs`.
  ///
  /// - Parameters:
  ///   - examples: examples in an epoch.
  ///   - unit: what an example is called in the plural.
  package func epochsSentence(of examples: Int, _ unit: String) -> String {
    let epochs = epochs(of: examples)
    let name = epochs == 1 ? "epoch (the thesis's iteration)" : "epochs (the thesis's iterations)"
    return "\(epochs) \(name) of \(examples) \(unit)"
  }

  /// Returns the batches that are left, counted over all epochs from 0.
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

  /// Returns whether the time for the next checkpoint has come.
  ///
  /// - Parameter time: the time since the last checkpoint.
  public func isDue(after time: Duration) -> Bool {
    checkpointMinutes > 0 && time >= .seconds(60 * checkpointMinutes)
  }

  /// Returns whether training has reached its end.
  ///
  /// - Parameter position: how far training has come.
  public func isFinished(at position: TrainingPosition) -> Bool {
    let hasAllEpochs = epochs.map { position.epoch >= $0 } ?? false
    let hasAllSteps = maxSteps.map { position.step >= $0 } ?? false
    return hasAllEpochs || hasAllSteps
  }
}
