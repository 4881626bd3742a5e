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
  private let mayChange: Bool
  private let surroundings: Surroundings

  /// Names the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder.
  ///   - settings: how to train.
  ///   - mayChange: whether settings may differ from the checkpoint's that training can change on
  ///     its way.
  ///   - surroundings: where progress goes and who may stop it.
  public init(
    _ run: RunFolder, settings: Settings, mayChange: Bool = false, in surroundings: Surroundings
  ) {
    self.run = run
    self.settings = settings
    self.mayChange = mayChange
    self.surroundings = surroundings
  }

  /// Whether training has come to the end that the settings name.
  public func isFinished() throws -> Bool {
    guard let (latest, _) = try run.checkpoints.latestWhole(),
      try settings.training.trainer.isFinished(at: Checkpoint.position(of: latest))
    else { return false }
    let store = try FrameStore(path: run.frames(of: settings))
    let trained = Set(try SplitTable(reading: run.split).training)
    return try motion.isFinished(store.videos().filter { trained.contains($0.name) }, in: store)
  }

  /// Trains, from the newest whole checkpoint if there is one.
  ///
  /// - Throws: what the store, the sampler, the network or the disk threw; `CancellationError` if it
  ///   was stopped, with a checkpoint of the last step written.
  public func callAsFunction() throws {
    let store = try FrameStore(path: run.frames(of: settings))
    let videos = try store.videos(of: settings.selectedCategories)
    let split = try self.split(of: videos)
    let trained = Set(split.training)
    let task = try LearningTask(settings, videos: videos.filter { trained.contains($0.name) })
    let fingerprint = DataFingerprint.of(task.sampler.videos, in: store)
    try LibTorch.setThreads(settings.threads)
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let start = try TrainingStart(run, settings, mayChange: mayChange, fingerprint: fingerprint)
    for remark in start.remarks { surroundings.display.say(remark) }
    say(start, task, split)
    let source = FrameSource(store: store, side: start.network.architecture.inputSide)
    if start.position == .start { try audit(task, reading: source) }
    let training = settings.training.trainer
    let sinks: [any TrainingSink] = [
      try JSONLinesSink(run.metrics, continuingAfter: start.position.step),
      ConsoleSink(
        surroundings.display, steps: training.steps(of: task.sampler.count),
        epochs: training.epochs(of: task.sampler.count), unit: task.kind.unit,
        idleLosses: task.idleLosses),
    ]
    defer { for failure in sinks.compactMap(\.failure) { surroundings.display.say(failure) } }
    let trainer = Trainer(
      network: start.network, optimiser: start.optimiser, position: start.position,
      history: start.history, settings: training, sampler: task.sampler, objective: task.objective,
      source: source, views: task.views, idleLosses: task.idleLosses, sinks: sinks)
    var around = Trainer.Surroundings { try save($0, fingerprint: fingerprint) }
    around.isCancelled = surroundings.isCancelled
    // Seconds, and a checkpoint without its judgement would not be made up for: it is not interrupted.
    let judge = FeatureJudge(
      of: task.sampler.videos, in: store, settings: settings,
      surroundings: Surroundings(display: surroundings.display, isCancelled: { false }))
    around.judge = { trainer in
      JudgementRecord(
        try judge(trainer.network, layer: settings.featureLayer), at: trainer.position)
    }
    around.keep = { bad in
      try BadStepFile(bad, of: task.sampler.videos, in: store).write(into: run.badSteps)
    }
    if training.epochs == 0 { _ = try around.save(trainer) }
    try trainer.train(in: around)
    surroundings.display.endLine()
    try motion(task.sampler.videos, in: store, fingerprint: fingerprint)
  }

  private var motion: MotionStep {
    MotionStep(run: run, settings: settings, surroundings: surroundings)
  }

  private func say(_ start: TrainingStart, _ task: LearningTask, _ split: SplitTable) {
    let architecture = start.network.architecture
    surroundings.display.say(
      "training \(architecture.name) on \(start.network.device.name) in \(start.network.precision.rawValue), "
        + "\(task.sampler.videos.count) videos, \(task.sampler.count) \(task.kind.unit) an epoch, "
        + "\(split.isHeldOut ? "\(split.test.count) videos held out" : "no video held out")")
    let size = Checkpoint.size(of: architecture)
    surroundings.display.say(
      "checkpoints of \(ByteCount.text(size)) each, \(settings.training.keepLast) kept: "
        + FreeSpace.sentence(need: (settings.training.keepLast + 1) * size, at: run.path))
  }

  /// Looks at what the sampler will draw, keeps it in the run and says it.
  private func audit(_ task: LearningTask, reading source: FrameSource) throws {
    let audit = SamplerAudit(
      of: task.sampler, batch: settings.training.batch * task.kind.pairsPerExample,
      seed: settings.seed,
      likeness: task.kind.pairsSuccessors
        ? try PairLikeness(
          of: task.sampler, from: source, seed: settings.seed, threads: settings.threads)
        : nil)
    try audit.write(to: run.sampling)
    surroundings.display.say(audit.block)
  }

  private func split(of videos: [StoredVideo]) throws -> SplitTable {
    if Folder.isFile(run.split) { return try SplitTable(reading: run.split) }
    let table = try SplitTable(settings.split(of: videos), of: videos)
    try table.write(to: run.split)
    return table
  }

  private func save(_ trainer: Trainer, fingerprint: String) throws -> String {
    let record = TrainingRecord(
      position: trainer.position, history: trainer.history, settings: try settings.yaml(),
      dataFingerprint: fingerprint, toolVersion: Version.current)
    return try run.checkpoints.add(trainer.position, keeping: settings.training.retention) { path in
      try Checkpoint.write(
        to: path, network: trainer.network, optimiser: trainer.optimiser, record: record)
    }
  }
}
