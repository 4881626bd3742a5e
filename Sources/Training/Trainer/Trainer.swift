import Basics
import Datasets
import Networks
import Tensors
import Tracking

/// Trains a network on the examples of a sampler.
///
/// The same seed, store, settings and number of threads give the same bits.
public final class Trainer {
  /// The network that is trained.
  public let network: Network
  /// The optimiser, which holds the velocities.
  public let optimiser: MomentumSGD
  /// How far training has come.
  public private(set) var position: TrainingPosition
  /// What training has looked like so far.
  public private(set) var history: TrainingHistory

  private let settings: TrainingSettings
  private let sampler: any Sampler
  private let objective: any Objective
  private let source: FrameSource
  private let inputForm: InputForm
  private let views: Views?
  private let sinks: [any TrainingSink]
  private let collapse: CollapseWatch

  /// Prepares training, from the start or from a checkpoint.
  ///
  /// - Parameters:
  ///   - network: the network to train.
  ///   - optimiser: its optimiser.
  ///   - position: how far training has come.
  ///   - history: what training has looked like so far.
  ///   - settings: how to train.
  ///   - sampler: what the examples are.
  ///   - objective: what is made small; it compares as many frames as the sampler's examples have.
  ///   - source: where the frames are.
  ///   - inputForm: how pictures become the network's input.
  ///   - views: how frames are seen; as stored if left out.
  ///   - idleLosses: the losses of networks that have learned nothing but a scale, if known.
  ///   - sinks: who is told of progress.
  public init(
    network: Network, optimiser: MomentumSGD, position: TrainingPosition,
    history: TrainingHistory = TrainingHistory(), settings: TrainingSettings, sampler: any Sampler,
    objective: any Objective, source: FrameSource, inputForm: InputForm = .authors,
    views: Views? = nil, idleLosses: ClosedRange<Double>? = nil, sinks: [any TrainingSink] = []
  ) {
    self.network = network
    self.optimiser = optimiser
    self.position = position
    self.history = history
    self.settings = settings
    self.sampler = sampler
    self.objective = objective
    self.source = source
    self.inputForm = inputForm
    self.views = views
    self.sinks = sinks
    collapse = CollapseWatch(
      idleLosses: idleLosses, features: network.architecture.shapes.last?.count ?? 1)
  }

  /// Trains to the end, or until someone asks to stop.
  ///
  /// A checkpoint is written every `checkpointEvery` epochs, every `checkpointMinutes`, at the end and
  /// on stopping.
  ///
  /// - Throws: what loading, computing or saving threw; ``TrainingError``; `CancellationError` if it
  ///   was stopped.
  public func train(in surroundings: Surroundings) throws {
    var saved = surroundings.now()
    try stopIfAsked(surroundings)
    let batches = source.batches(
      settings.batchesLeft(at: position, of: sampler.count), by: sampler, size: settings.batch,
      seenAs: views)
    while !settings.isFinished(at: position) {
      var watch = Stopwatch()
      while !isAtEndOfEpoch, let batch = try batches.next() {
        watch.lap(.waiting)
        try take(batch, timedBy: &watch, in: surroundings)
        if isAtEndOfEpoch || settings.isFinished(at: position) { break }
        try stopIfAsked(surroundings)
        if settings.isDue(after: surroundings.now() - saved) {
          try save(surroundings)
          saved = surroundings.now()
        }
      }
      endEpochIfWhole()
      if settings.isFinished(at: position) { return try judgeAndSave(surroundings) }
      if position.epoch % settings.checkpointEvery == 0 {
        try judgeAndSave(surroundings)
        saved = surroundings.now()
      }
      try stopIfAsked(surroundings)
    }
  }

  private var isAtEndOfEpoch: Bool {
    position.stepInEpoch == settings.stepsPerEpoch(of: sampler.count)
  }

  /// Takes a step, or deals with one that can't be taken.
  private func take(
    _ batch: Batch, timedBy watch: inout Stopwatch, in surroundings: Surroundings
  ) throws {
    let outcome = try step(on: batch)
    guard outcome.isTaken else { return try refuse(batch, outcome, in: surroundings) }
    position.step += 1
    position.stepInEpoch += 1
    history.add(
      outcome.loss, examples: batch.count, spread: outcome.spread.deviation,
      deadShare: outcome.spread.deadShare)
    watch.lap(.computing)
    let record = StepRecord(
      step: position.step, epoch: position.epoch + 1, loss: outcome.loss,
      pairsPerSecond: Double(batch.count) / watch.seconds, dataWait: watch.share(of: .waiting),
      learningRate: settings.rate(at: position.step - 1, examples: sampler.count),
      featureDeviation: outcome.spread.deviation, deadShare: outcome.spread.deadShare)
    tell(.step(record))
    if let (sign, sentence) = collapse.sign(in: history, epoch: record.epoch) {
      history.saidSigns.insert(sign)
      tell(.warning(step: position.step, text: sentence))
    }
    watch.restart()
  }

  /// A step whose loss or gradient is no number changes nothing.
  private func refuse(_ batch: Batch, _ outcome: Outcome, in surroundings: Surroundings) throws {
    let bad = BadStep(
      step: position.step, loss: outcome.loss, gradientNorm: outcome.gradientNorm,
      examples: batch.examples)
    let error = TrainingError.notFinite(
      step: bad.step, loss: bad.loss, gradientNorm: bad.gradientNorm,
      batch: try surroundings.keep(bad))
    switch settings.badSteps {
    case .stop:
      try save(surroundings)
      throw error
    case .skip:
      position.step += 1
      position.stepInEpoch += 1
      tell(.warning(step: position.step, text: error.description))
    }
  }

  private struct Outcome {
    let loss: Double
    /// nil where the loss is no number, since nothing was differentiated then.
    let gradientNorm: Double?
    let spread: FeatureSpread

    var isTaken: Bool { gradientNorm?.isFinite ?? false }
  }

  /// All branches share all weights, so they are parts of one batch.
  private func step(on batch: Batch) throws -> Outcome {
    let features = try network(inputForm(batch.pixels, for: network), mode: .training)
    let parts = try stride(from: 0, to: features.shape[0], by: batch.count).map { start in
      try features.narrowed(start: start, length: batch.count)
    }
    let loss = try objective.loss(parts, labels: batch.labels)
    let value = Double(try loss.item())
    var norm: Double?
    if value.isFinite {
      try loss.backward()
      norm = try optimiser.step(rate: settings.rate(at: position.step, examples: sampler.count))
    }
    return Outcome(loss: value, gradientNorm: norm, spread: try FeatureSpread(of: features))
  }

  private func endEpochIfWhole() {
    guard isAtEndOfEpoch else { return }
    (position.epoch, position.stepInEpoch) = (position.epoch + 1, 0)
    if let loss = history.mean {
      tell(
        .epoch(
          EpochRecord(
            epoch: position.epoch, epochs: settings.epochs(of: sampler.count), loss: loss)))
    }
    history.beginEpoch()
  }

  /// Tells everyone who watches.
  func tell(_ event: TrainingEvent) {
    for sink in sinks { sink.record(event) }
  }
}
