import Basics
import Networks
import Tensors

/// Trains a network step by step.
///
/// The same seed, data, settings and number of threads give the same bits.
public final class Trainer {
  /// The network that is trained.
  public let network: Network
  /// The optimiser, which holds the velocities.
  public let optimiser: MomentumSGD
  /// How far training has come.
  public private(set) var position: TrainingPosition
  /// A summary of the steps so far.
  public private(set) var history: TrainingHistory

  private let settings: TrainingSettings
  private let data: any TrainingData
  private let objective: any Objective
  private let sinks: [any TrainingSink]
  private let collapse: CollapseWatch

  /// Creates a trainer.
  ///
  /// - Parameters:
  ///   - state: the network, its velocities and the position to start from.
  ///   - settings: how to train.
  ///   - data: the source of the batches.
  ///   - objective: computes the loss; it must compare as many frames as an example of the data has.
  ///   - trivialLosses: the losses of networks that have learned nothing but a scale, if known.
  ///   - sinks: receive the events of training.
  public init(
    _ state: TrainingState, settings: TrainingSettings, data: any TrainingData,
    objective: any Objective, trivialLosses: ClosedRange<Double>? = nil,
    sinks: [any TrainingSink] = []
  ) throws {
    network = state.network
    optimiser = try MomentumSGD(
      state.network, settings: settings.optimiser, velocities: state.velocities)
    (position, history) = (state.position, state.history)
    (self.settings, self.data, self.objective, self.sinks) = (settings, data, objective, sinks)
    collapse = CollapseWatch(
      trivialLosses: trivialLosses, features: network.architecture.shapes.last?.count ?? 1)
  }

  /// Trains to the end, or until it is cancelled.
  ///
  /// A checkpoint is written every `checkpointEvery` epochs, every `checkpointMinutes`, at the end, and
  /// before cancellation.
  ///
  /// - Parameter callbacks: write checkpoints, compute label-free metrics, and can cancel the training.
  /// - Throws: errors of loading, computing or saving; ``TrainingError``; `CancellationError` if it was
  ///   cancelled.
  public func train(_ callbacks: TrainingCallbacks) throws {
    var saved = callbacks.now()
    try stopIfAsked(callbacks)
    let batches = data.batches(
      settings.batchesLeft(at: position, of: data.examplesPerEpoch), size: settings.batch)
    var isMemoryChecked = !network.device.isGPU
    while !settings.isFinished(at: position) {
      var stopwatch = Stopwatch()
      while !isAtEndOfEpoch, let batch = try batches.next() {
        if !isMemoryChecked {
          isMemoryChecked = true
          try BatchMemory(of: network, seeing: batch)
            .check(batch: settings.batch, on: network.device.text)
        }
        stopwatch.lap(.waiting)
        try take(batch, timedBy: &stopwatch, callbacks)
        if isAtEndOfEpoch || settings.isFinished(at: position) { break }
        try stopIfAsked(callbacks)
        if settings.isDue(after: callbacks.now() - saved) {
          try save(callbacks)
          saved = callbacks.now()
        }
      }
      endEpochIfWhole()
      if settings.isFinished(at: position) { return try measureAndSave(callbacks) }
      if position.epoch % settings.checkpointEvery == 0 {
        try measureAndSave(callbacks)
        saved = callbacks.now()
      }
      try stopIfAsked(callbacks)
    }
  }

  private var isAtEndOfEpoch: Bool {
    position.stepInEpoch == settings.stepsPerEpoch(of: data.examplesPerEpoch)
  }

  // MARK: One step

  private struct Outcome {
    let loss: Double
    /// nil if the loss is not finite, because no gradient is computed then.
    let gradientNorm: Double?
    let spread: FeatureSpread

    var isTaken: Bool { gradientNorm?.isFinite ?? false }
  }

  /// Computes the loss and its gradient, and updates the weights.
  ///
  /// All branches share all weights. Therefore the frames of an example are rows of one batch.
  private func step(on batch: any TrainingBatch) throws -> Outcome {
    let features = try network(batch.input(for: network), mode: .training)
    let count = batch.labels.count
    let parts = try stride(from: 0, to: features.shape[0], by: count).map { start in
      try features.narrowed(start: start, length: count)
    }
    let loss = try objective.loss(parts, labels: batch.labels)
    let value = Double(try loss.item())
    var norm: Double?
    if value.isFinite {
      try loss.backward()
      norm = try optimiser.step(
        rate: settings.rate(at: position.step, examples: data.examplesPerEpoch))
    }
    return Outcome(loss: value, gradientNorm: norm, spread: try FeatureSpread(of: features))
  }

  /// Takes a step and reports it, or handles a bad one.
  private func take(
    _ batch: any TrainingBatch, timedBy stopwatch: inout Stopwatch, _ callbacks: TrainingCallbacks
  ) throws {
    let outcome = try step(on: batch)
    guard outcome.isTaken else { return try refuse(batch, outcome, callbacks) }
    let count = batch.labels.count
    position.step += 1
    position.stepInEpoch += 1
    history.add(
      outcome.loss, examples: count, spread: outcome.spread.deviation,
      deadShare: outcome.spread.deadShare)
    stopwatch.lap(.computing)
    let record = StepRecord(
      step: position.step, epoch: position.epoch + 1, loss: outcome.loss,
      pairsPerSecond: Double(count) / stopwatch.seconds, dataWait: stopwatch.share(of: .waiting),
      learningRate: settings.rate(at: position.step - 1, examples: data.examplesPerEpoch),
      featureDeviation: outcome.spread.deviation, deadShare: outcome.spread.deadShare)
    tell(.step(record))
    if let (sign, sentence) = collapse.sign(in: history, epoch: record.epoch) {
      history.saidSigns.insert(sign)
      tell(.warning(step: position.step, text: sentence))
    }
    stopwatch.restart()
  }

  /// Handles a step whose loss or gradient is not finite; the weights stay as they are.
  private func refuse(
    _ batch: any TrainingBatch, _ outcome: Outcome, _ callbacks: TrainingCallbacks
  ) throws {
    let bad = BadStep(
      step: position.step, loss: outcome.loss, gradientNorm: outcome.gradientNorm,
      examples: batch.described())
    let error = TrainingError.notFinite(
      step: bad.step, loss: bad.loss, gradientNorm: bad.gradientNorm,
      batch: try callbacks.keep(bad))
    switch settings.badSteps {
    case .stop:
      try save(callbacks)
      throw error
    case .skip:
      position.step += 1
      position.stepInEpoch += 1
      tell(.warning(step: position.step, text: error.description))
    }
  }

  // MARK: Between steps

  private func endEpochIfWhole() {
    guard isAtEndOfEpoch else { return }
    (position.epoch, position.stepInEpoch) = (position.epoch + 1, 0)
    if let loss = history.mean {
      let epochs = settings.epochs(of: data.examplesPerEpoch)
      tell(.epoch(EpochRecord(epoch: position.epoch, epochs: epochs, loss: loss)))
    }
    history.beginEpoch()
  }

  /// If training is cancelled, writes a checkpoint and throws `CancellationError`.
  private func stopIfAsked(_ callbacks: TrainingCallbacks) throws {
    guard callbacks.isCancelled() else { return }
    try save(callbacks)
    throw CancellationError()
  }

  /// Computes label-free metrics, then writes a checkpoint.
  ///
  /// If the metrics fail, the checkpoint is still written before the error is thrown.
  private func measureAndSave(_ callbacks: TrainingCallbacks) throws {
    do {
      if let record = try callbacks.measure(self) { tell(.labelFree(record)) }
    } catch {
      try save(callbacks)
      throw error
    }
    try save(callbacks)
  }

  private func save(_ callbacks: TrainingCallbacks) throws {
    tell(.checkpoint(path: try callbacks.save(self)))
  }

  private func tell(_ event: TrainingEvent) {
    for sink in sinks { sink.record(event) }
  }
}

/// The functions that a trainer calls to save, to measure and to learn whether it is cancelled.
public struct TrainingCallbacks {
  /// Returns whether to stop; called before the first step and after every step.
  public var isCancelled: () -> Bool = { false }
  /// Writes a checkpoint of the trainer's state and returns its path.
  public var save: (Trainer) throws -> String
  /// Computes label-free metrics before the checkpoints at the ends of epochs; may return nil.
  public var measure: (Trainer) throws -> LabelFreeRecord? = { _ in nil }
  /// Writes the description of a bad step and returns the file's path.
  public var keep: (BadStep) throws -> String = { _ in "nothing" }
  /// Returns the current time, which only decides when checkpoints are written.
  public var now: () -> ContinuousClock.Instant = { ContinuousClock().now }

  /// Creates callbacks that only save; the others can be set afterwards.
  ///
  /// - Parameter save: writes a checkpoint of the trainer's state and returns its path.
  public init(save: @escaping (Trainer) throws -> String) { self.save = save }
}

/// Measures how long the parts of one step take.
private struct Stopwatch {
  enum Part {
    /// Waiting for a batch.
    case waiting
    /// Computing.
    case computing
  }

  private let clock = ContinuousClock()
  private var mark = ContinuousClock().now
  private var spent: [Part: Double] = [:]

  /// Adds the time since the last lap to a part.
  mutating func lap(_ part: Part) {
    let time = clock.now
    spent[part, default: 0] += (time - mark) / .seconds(1)
    mark = time
  }

  /// Starts the next step.
  mutating func restart() { spent = [:] }

  /// The step's time so far.
  var seconds: Double { spent.values.reduce(0, +) }

  /// Returns the share of the step's time that one part took, from 0 to 1.
  func share(of part: Part) -> Double { seconds > 0 ? spent[part, default: 0] / seconds : 0 }
}
