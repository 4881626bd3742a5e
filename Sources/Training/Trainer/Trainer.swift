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

  private let settings: TrainingSettings
  private let sampler: any Sampler
  private let objective: any Objective
  private let source: FrameSource
  private let inputForm: InputForm
  private let sinks: [any TrainingSink]

  /// Prepares training, from the start or from a checkpoint's position.
  ///
  /// - Parameters:
  ///   - network: the network to train.
  ///   - optimiser: its optimiser.
  ///   - position: how far training has come.
  ///   - settings: how to train.
  ///   - sampler: what the examples are.
  ///   - objective: what is made small; it compares as many frames as the sampler's examples have.
  ///   - source: where the frames are.
  ///   - inputForm: how pictures become the network's input.
  ///   - sinks: who is told of progress.
  public init(
    network: Network, optimiser: MomentumSGD, position: TrainingPosition,
    settings: TrainingSettings, sampler: any Sampler, objective: any Objective,
    source: FrameSource,
    inputForm: InputForm = .authors, sinks: [any TrainingSink] = []
  ) {
    self.network = network
    self.optimiser = optimiser
    self.position = position
    self.settings = settings
    self.sampler = sampler
    self.objective = objective
    self.source = source
    self.inputForm = inputForm
    self.sinks = sinks
  }

  /// Trains to the end, or until someone asks to stop.
  ///
  /// - Parameters:
  ///   - isCancelled: asked after every step.
  ///   - save: writes a checkpoint of this trainer's state and returns its path; called every
  ///     `checkpointEvery` epochs, at the end and on stopping.
  /// - Throws: what loading, computing or saving threw; `CancellationError` if it was stopped.
  public func train(isCancelled: () -> Bool, save: (Trainer) throws -> String) throws {
    let (epochs, stepsPerEpoch) = (
      settings.epochs(of: sampler.count), settings.stepsPerEpoch(of: sampler.count)
    )
    while !settings.isFinished(at: position) {
      let batches = source.batches(
        ofEpoch: position.epoch, by: sampler, size: settings.batch, from: position.stepInEpoch)
      var losses = WeightedMean()
      var watch = Stopwatch()
      while let batch = try batches.next() {
        watch.lap(.waiting)
        let outcome = try step(on: batch)
        position.step += 1
        position.stepInEpoch += 1
        losses.add(outcome.loss, weight: Double(batch.count))
        watch.lap(.computing)
        tell(.step(record(outcome, examples: batch.count, watch: watch)))
        watch.restart()
        if isCancelled() {
          try saveAndTell(save)
          throw CancellationError()
        }
        if settings.isFinished(at: position) { break }
      }
      let isWhole = position.stepInEpoch == stepsPerEpoch
      if isWhole { (position.epoch, position.stepInEpoch) = (position.epoch + 1, 0) }
      if isWhole, let loss = losses.mean {
        tell(.epoch(EpochRecord(epoch: position.epoch, epochs: epochs, loss: loss)))
      }
      if position.epoch % settings.checkpointEvery == 0 || settings.isFinished(at: position) {
        try saveAndTell(save)
      }
    }
  }

  private struct Outcome {
    let loss: Double
    let featureDeviation: Double
  }

  /// All branches share all weights, so they are parts of one batch.
  private func step(on batch: Batch) throws -> Outcome {
    let images = try inputForm(
      batch.pixels, side: network.architecture.inputSide, on: network.device)
    let features = try network(images)
    let parts = try stride(from: 0, to: features.shape[0], by: batch.count).map { start in
      try features.narrowed(start: start, length: batch.count)
    }
    let loss = try objective.loss(parts, labels: batch.labels)
    try loss.backward()
    try optimiser.step(rate: settings.learningRate.rate(at: position.step))
    return Outcome(
      loss: Double(try loss.item()),
      featureDeviation: try withoutGradients { try Self.deviation(of: features) })
  }

  /// The standard deviation of every feature over the batch, and the mean of those.
  private static func deviation(of features: Tensor) throws -> Double {
    let centred = try features - features.mean(dimension: 0, keepsDimension: true)
    let deviations = try centred.squared().mean(dimension: 0).squareRoot()
    return Double(try deviations.mean(dimension: 0).item())
  }

  private func record(_ outcome: Outcome, examples: Int, watch: Stopwatch) -> StepRecord {
    StepRecord(
      step: position.step, epoch: position.epoch + 1, loss: outcome.loss,
      pairsPerSecond: Double(examples) / watch.seconds, dataWait: watch.share(of: .waiting),
      learningRate: settings.learningRate.rate(at: position.step - 1),
      featureDeviation: outcome.featureDeviation)
  }

  private func saveAndTell(_ save: (Trainer) throws -> String) throws {
    tell(.checkpoint(path: try save(self)))
  }

  private func tell(_ event: TrainingEvent) {
    for sink in sinks { sink.record(event) }
  }
}
