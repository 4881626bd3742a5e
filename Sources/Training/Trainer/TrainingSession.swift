import Basics
import Foundation
import Networks
import Tensors

/// One training with its log, its progress lines and its checkpoints.
///
/// Only sessions open sinks and write checkpoints. Training on frames, training on motion and fine-tuning
/// are each one session.
public struct TrainingSession {
  /// The title of the progress lines, such as `training`.
  public var title = "training"
  /// What one example is called in the plural, such as `pairs`.
  public var unit = "pairs"
  /// How to train.
  public var settings: TrainingSettings
  /// The source of the batches.
  public var data: any TrainingData
  /// Computes the loss.
  public var objective: any Objective
  /// The losses of networks that have learned nothing but a scale, if known.
  public var trivialLosses: ClosedRange<Double>?
  /// The path of the log, with one line of JSON for each step.
  public var log: String
  /// The folder for descriptions of bad steps.
  public var badSteps: String
  /// Where checkpoints are written.
  public var checkpoints: CheckpointDestination
  /// What checkpoints record beside the weights; the session fills in position and history.
  public var record: TrainingRecord
  /// Receive the events of training, beside the log and the console.
  public var sinks: [any TrainingSink] = []
  /// Computes label-free metrics before the checkpoints at the ends of epochs; nil computes none.
  public var measure: ((Network, TrainingPosition) throws -> LabelFreeRecord?)?

  /// Creates a session.
  ///
  /// - Parameters:
  ///   - settings: how to train.
  ///   - data: the source of the batches.
  ///   - objective: computes the loss.
  ///   - checkpoints: where checkpoints are written.
  ///   - log: the path of the log.
  ///   - badSteps: the folder for descriptions of bad steps.
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

  /// Creates a session that keeps all its files in one folder.
  ///
  /// The folder holds `checkpoints/` with the four newest checkpoints, `metrics.jsonl` and `bad-steps/`.
  ///
  /// - Parameters:
  ///   - settings: how to train.
  ///   - data: the source of the batches.
  ///   - objective: computes the loss.
  ///   - folder: the folder; it is created when training starts.
  public init(
    settings: TrainingSettings, data: any TrainingData, objective: any Objective, in folder: String
  ) {
    self.init(
      settings: settings, data: data, objective: objective,
      checkpoints: .folder(
        CheckpointFolder(folder + "/checkpoints"), keeping: Retention(last: 4)),
      log: folder + "/metrics.jsonl", badSteps: folder + "/bad-steps")
  }

  /// Trains to the end.
  ///
  /// - Parameters:
  ///   - state: the state to start or resume from.
  ///   - context: receives progress, and can cancel the training.
  /// - Returns: the trainer, with the trained network.
  /// - Throws: errors of loading, computing or saving; ``TrainingError``; `CancellationError` if it was
  ///   cancelled, after a checkpoint of the last step was written.
  @discardableResult
  public func run(
    _ state: TrainingState, in context: RunContext = RunContext()
  ) throws -> Trainer {
    try Folder.create((log as NSString).deletingLastPathComponent)
    let console = ConsoleSink(
      context.display, title: title, steps: settings.steps(of: data.examplesPerEpoch),
      epochs: settings.epochs(of: data.examplesPerEpoch), unit: unit,
      trivialLosses: trivialLosses)
    let sinks: [any TrainingSink] =
      [
        try JSONLinesSink(log, continuingAfter: state.position.step), console,
      ] + self.sinks
    defer { for failure in sinks.compactMap(\.failure) { context.display.say(failure) } }
    let trainer = try Trainer(
      state, settings: settings, data: data, objective: objective, trivialLosses: trivialLosses,
      sinks: sinks)
    var callbacks = TrainingCallbacks { try save($0) }
    callbacks.isCancelled = context.isCancelled
    if let measure { callbacks.measure = { try measure($0.network, $0.position) } }
    callbacks.keep = { try $0.write(into: badSteps) }
    if settings.epochs == 0 { _ = try save(trainer) }
    do {
      try context.display.stage(title) { try trainer.train(callbacks) }
    } catch {
      console.finish()
      throw error
    }
    console.finish(showsCheckpoint: checkpoints.isFolder)
    return trainer
  }

  private func save(_ trainer: Trainer) throws -> String {
    var record = record
    (record.position, record.history) = (trainer.position, trainer.history)
    return try checkpoints.write(
      trainer, record, isFinished: settings.isFinished(at: trainer.position))
  }
}

/// Where a session writes its checkpoints.
public enum CheckpointDestination {
  /// A folder with a file for each checkpoint; the retention decides which ones stay.
  case folder(CheckpointFolder, keeping: Retention)
  /// One file for the finished training, and another one until then, which is removed at the end.
  case file(finished: String, unfinished: String)

  /// Whether there are several checkpoints, of which the path of the last is worth a line.
  fileprivate var isFolder: Bool {
    if case .folder = self { true } else { false }
  }

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

/// The state of a training in memory: the network, its velocities, and how far training has come.
public struct TrainingState {
  /// The network.
  public let network: Network
  /// The optimiser's velocities, in the order of the network's parameters; nil before the first step.
  public let velocities: [Tensor]?
  /// How far training has come.
  public let position: TrainingPosition
  /// A summary of the steps so far.
  public let history: TrainingHistory

  /// Creates the state of a training that starts.
  ///
  /// - Parameter network: the network, with its starting weights.
  public init(beginning network: Network) {
    (self.network, velocities) = (network, nil)
    (position, history) = (.start, TrainingHistory())
  }

  /// Creates the state of a training that resumes from a checkpoint.
  ///
  /// - Parameters:
  ///   - checkpoint: the weights, the velocities and the position.
  ///   - architecture: the network's layers.
  ///   - frozen: the names of the layers that do not learn.
  ///   - precision: the precision to compute in.
  /// - Throws: `TensorError`, or `NetworkError` if the checkpoint belongs to another network.
  public init(
    resuming checkpoint: Checkpoint, architecture: Architecture, frozen: Set<String> = [],
    precision: Precision = .float32
  ) throws {
    network = try Network(
      architecture, weights: checkpoint.weights, frozen: frozen, precision: precision, on: .default)
    velocities = checkpoint.velocities
    (position, history) = (checkpoint.record.position, checkpoint.record.history)
  }
}
