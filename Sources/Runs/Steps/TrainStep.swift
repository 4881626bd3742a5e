import Basics
import Datasets
import Networks
import Tensors
import Tracking
import Training
import Videos

/// The second step: trains a network on a frame store and leaves checkpoints.
public struct TrainStep {
  private let run: RunFolder
  private let settings: Settings
  private let surroundings: Surroundings

  /// Names the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder.
  ///   - settings: how to train.
  ///   - surroundings: where progress goes and who may stop it.
  public init(_ run: RunFolder, settings: Settings, in surroundings: Surroundings) {
    self.run = run
    self.settings = settings
    self.surroundings = surroundings
  }

  /// Whether training has come to the end that the settings name.
  public func isFinished() throws -> Bool {
    guard let latest = try run.checkpoints.latest() else { return false }
    return try settings.training.trainer.isFinished(at: Checkpoint.position(of: latest))
  }

  /// Trains, from the latest checkpoint if there is one.
  ///
  /// - Throws: what the store, the sampler, the network or the disk threw; `CancellationError` if it
  ///   was stopped, with a checkpoint of the last step written.
  public func callAsFunction() throws {
    guard let architecture = settings.architecture else { return try settings.validate() }
    let store = try FrameStore(path: run.frames(of: settings))
    let videos = try store.videos(of: settings.selectedCategories)
    let split = try self.split(of: videos)
    let trained = Set(split.training)
    let task = try LearningTask(settings, videos: videos.filter { trained.contains($0.name) })
    let sampler = task.sampler
    try LibTorch.setThreads(settings.threads)
    let device = Device.best
    let (network, optimiser, position) = try start(architecture, on: device)
    let training = settings.training.trainer
    surroundings.display.say(
      "training \(architecture.name) on \(device.name), \(sampler.videos.count) videos, "
        + "\(sampler.count) \(task.kind.unit) an epoch, "
        + "\(split.isHeldOut ? "\(split.test.count) videos held out" : "no video held out")")
    let source = FrameSource(store: store, side: architecture.inputSide)
    if position == .start { try audit(task, reading: source) }
    let sinks: [any TrainingSink] = [
      try JSONLinesSink(run.metrics, continuingAfter: position.step),
      ConsoleSink(
        surroundings.display, steps: training.steps(of: sampler.count),
        epochs: training.epochs(of: sampler.count), unit: task.kind.unit,
        idleLosses: task.idleLosses),
    ]
    let trainer = Trainer(
      network: network, optimiser: optimiser, position: position, settings: training,
      sampler: sampler, objective: task.objective, source: source, sinks: sinks)
    defer { for failure in sinks.compactMap(\.failure) { surroundings.display.say(failure) } }
    if training.epochs == 0 { _ = try save(trainer) }
    try trainer.train(isCancelled: surroundings.isCancelled, save: save)
    surroundings.display.endLine()
  }

  /// Looks at what the sampler will draw, keeps it in the run and says it.
  private func audit(_ task: LearningTask, reading source: FrameSource) throws {
    let audit = SamplerAudit(
      of: task.sampler, batch: settings.training.batch * task.kind.pairsPerExample,
      seed: settings.seed,
      likeness: try PairLikeness(
        of: task.sampler, from: source, seed: settings.seed, threads: settings.threads))
    try audit.write(to: run.sampling)
    surroundings.display.say(audit.block)
  }

  private func split(of videos: [StoredVideo]) throws -> SplitTable {
    if Folder.isFile(run.split) { return try SplitTable(reading: run.split) }
    let table = try SplitTable(settings.split(of: videos), of: videos)
    try table.write(to: run.split)
    return table
  }

  private func start(
    _ architecture: Architecture, on device: Device
  ) throws -> (Network, MomentumSGD, TrainingPosition) {
    let optimiser = settings.training.trainer.optimiser
    guard let latest = try run.checkpoints.latest() else {
      let network = try Network(architecture, seed: settings.seed, on: device)
      return (network, try MomentumSGD(network, settings: optimiser), .start)
    }
    let checkpoint = try Checkpoint(reading: latest)
    let network = try Network(architecture, weights: checkpoint.weights, on: device)
    surroundings.display.say("going on from \(latest)")
    return (
      network,
      try MomentumSGD(network, settings: optimiser, velocities: checkpoint.velocities),
      checkpoint.position
    )
  }

  private func save(_ trainer: Trainer) throws -> String {
    let yaml = try settings.yaml()
    return try run.checkpoints.add(trainer.position) { path in
      try Checkpoint.write(
        to: path, network: trainer.network, optimiser: trainer.optimiser,
        position: trainer.position, settings: yaml)
    }
  }
}
