import Basics
import Foundation
import Networks

/// One training from its start, or its latest checkpoint, to its end: the only place that opens the
/// sinks and writes checkpoints.
///
/// Learning from pairs, learning from motion and fine-tuning are each one session.
public struct TrainingSession {
  /// What the session is called while it runs, such as `training`.
  public var title = "training"
  /// What its examples are called, such as `pairs`.
  public var unit = "pairs"
  /// How to train.
  public var settings: TrainingSettings
  /// Where the batches come from.
  public var data: any TrainingData
  /// The loss.
  public var objective: any Objective
  /// The losses of networks that have learned nothing but a scale, if known.
  public var trivialLosses: ClosedRange<Double>?
  /// The log's path, one line of JSON a step.
  public var log: String
  /// The folder for the batches of steps that could not be taken.
  public var badSteps: String
  /// Where checkpoints are written.
  public var checkpoints: CheckpointDestination
  /// What checkpoints record beside the weights; position and history are filled in.
  public var record: TrainingRecord
  /// Measures the features without labels before the checkpoints at the ends of epochs; nil where
  /// nobody does.
  public var measure: ((Network, TrainingPosition) throws -> LabelFreeRecord?)?

  /// Describes a session.
  ///
  /// - Parameters:
  ///   - settings: how to train.
  ///   - data: where the batches come from.
  ///   - objective: the loss.
  ///   - checkpoints: where checkpoints are written.
  ///   - log: the path of the log.
  ///   - badSteps: the folder for the batches of steps that could not be taken.
  ///   - record: what checkpoints record beside the weights.
  public init(
    settings: TrainingSettings, data: any TrainingData, objective: any Objective,
    checkpoints: CheckpointDestination, log: String, badSteps: String,
    record: TrainingRecord = TrainingRecord(position: .start)
  ) {
    (self.settings, self.data, self.objective) = (settings, data, objective)
    (self.checkpoints, self.log, self.badSteps) = (checkpoints, log, badSteps)
    self.record = record
  }

  /// Describes a session that keeps everything in one folder: `checkpoints/`, of which the four newest
  /// stay, `metrics.jsonl` and `bad-steps/`.
  ///
  /// - Parameters:
  ///   - settings: how to train.
  ///   - data: where the batches come from.
  ///   - objective: the loss.
  ///   - folder: the folder; it is created when training begins.
  public init(
    settings: TrainingSettings, data: any TrainingData, objective: any Objective, in folder: String
  ) {
    self.init(
      settings: settings, data: data, objective: objective,
      checkpoints: .folder(
        CheckpointFolder(folder + "/checkpoints"), keeping: Retention(last: 4)),
      log: folder + "/metrics.jsonl", badSteps: folder + "/bad-steps")
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - state: what to begin or go on with.
  ///   - context: where progress goes and who may stop it.
  /// - Returns: the trainer, with the network as it is at the end.
  /// - Throws: what loading, computing or saving threw; ``TrainingError``; `CancellationError` if it
  ///   was stopped, with a checkpoint of the last step written.
  @discardableResult
  public func run(
    _ state: TrainingState, in context: RunContext = RunContext()
  ) throws -> Trainer {
    try Folder.create((log as NSString).deletingLastPathComponent)
    let sinks: [any TrainingSink] = [
      try JSONLinesSink(log, continuingAfter: state.position.step),
      ConsoleSink(
        context.display, title: title, steps: settings.steps(of: data.examplesPerEpoch),
        epochs: settings.epochs(of: data.examplesPerEpoch), unit: unit,
        trivialLosses: trivialLosses),
    ]
    defer { for failure in sinks.compactMap(\.failure) { context.display.say(failure) } }
    let trainer = Trainer(
      state, settings: settings, data: data, objective: objective, trivialLosses: trivialLosses,
      sinks: sinks)
    var callbacks = TrainingCallbacks { try save($0) }
    callbacks.isCancelled = context.isCancelled
    if let measure { callbacks.measure = { try measure($0.network, $0.position) } }
    callbacks.keep = { try $0.write(into: badSteps) }
    if settings.epochs == 0 { _ = try save(trainer) }
    try trainer.train(callbacks)
    context.display.endLine()
    return trainer
  }

  private func save(_ trainer: Trainer) throws -> String {
    var record = record
    (record.position, record.history) = (trainer.position, trainer.history)
    return try checkpoints.write(
      trainer, record, isFinished: settings.isFinished(at: trainer.position))
  }
}

/// Where a session's checkpoints go.
public enum CheckpointDestination {
  /// A file an epoch in a folder, of which some stay.
  case folder(CheckpointFolder, keeping: Retention)
  /// One file at the end of training; until then another one, which goes when training is finished.
  case file(finished: String, unfinished: String)

  fileprivate func write(
    _ trainer: Trainer, _ record: TrainingRecord, isFinished: Bool
  ) throws -> String {
    func write(to path: String) throws {
      try Checkpoint.write(
        to: path, network: trainer.network, optimiser: trainer.optimiser, record: record)
    }
    switch self {
    case .folder(let folder, let retention):
      return try folder.add(trainer.position, keeping: retention, write: write)
    case .file(let finished, let unfinished):
      let path = isFinished ? finished : unfinished
      try Folder.create((path as NSString).deletingLastPathComponent)
      try write(to: path)
      if isFinished { try Folder.remove(unfinished) }
      return path
    }
  }
}
