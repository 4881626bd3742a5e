import Basics
import Datasets
import Evaluation
import Networks
import Reports
import Tensors
import Training
import Videos

/// The second step: trains a network on a frame store and writes checkpoints.
public struct TrainStep {
  private let run: RunFolder
  private let settings: Settings
  private let mayChange: Bool
  private let said: [String]
  private let tracking: RunTracking?
  private let context: RunContext

  /// Creates the step.
  ///
  /// - Parameters:
  ///   - run: the run's folder.
  ///   - settings: the run's settings.
  ///   - mayChange: whether the solver's settings may differ from the checkpoint's.
  ///   - said: what the user was told of the split already.
  ///   - tracking: is told what happens.
  ///   - context: receives progress, and can cancel the step.
  public init(
    _ run: RunFolder, settings: Settings, mayChange: Bool = false, said: [String] = [],
    tracking: RunTracking? = nil, in context: RunContext
  ) {
    (self.run, self.settings) = (run, settings)
    (self.mayChange, self.said) = (mayChange, said)
    (self.tracking, self.context) = (tracking, context)
  }

  /// Returns whether the network and the motion network are trained to the end that the settings name.
  ///
  /// - Throws: errors of reading the checkpoints or the frame store.
  public func isFinished() throws -> Bool {
    guard let (latest, _) = try run.checkpoints.latestWhole(),
      try settings.training.trainer.isFinished(at: Checkpoint.position(of: latest))
    else { return false }
    let store = try FrameStore(path: run.frames(of: settings))
    let videos = try SplitTable(reading: run.split).training(of: store.videos())
    return try motion.isFinished(videos, in: store)
  }

  /// Trains on frames, then on motion, resuming from the newest undamaged checkpoint.
  ///
  /// - Throws: errors of reading, computing or writing; `CancellationError` if it was cancelled, after a
  ///   checkpoint of the last step was written.
  public func train() throws {
    let begin = ProcessorReading()
    let store = try FrameStore(path: run.frames(of: settings))
    let videos = try store.videos(of: settings.selectedCategories)
    let split = try split(of: videos, in: store)
    let task = try TrainingTask(settings, videos: split.training(of: videos))
    let fingerprint = DataFingerprint.of(task.sampler.videos, in: store)
    try settings.prepareLibTorch()
    LibTorch.keepMemory()
    defer { LibTorch.giveMemoryBack() }
    let (state, remarks) = try start(fingerprint)
    for remark in remarks { context.display.say(remark) }
    let cache = FrameCache(limit: settings.training.cacheLimit)
    announce(state.network, task, split, cache)
    if let others = OtherWork(from: begin, to: ProcessorReading()),
      let advice = others.advice(threads: settings.threads)
    {
      context.display.say(advice)
    }
    let source = FrameSource(
      store: store, side: state.network.architecture.inputSide, cache: cache)
    if state.position == .start { try audit(task, reading: source) }
    try session(task, source: source, fingerprint: fingerprint).run(state, in: context)
    try motion.train(on: task.sampler.videos, in: store, fingerprint: fingerprint)
  }

  private var motion: MotionStep {
    MotionStep(run: run, settings: settings, tracking: tracking, context: context)
  }

  /// Reads the run's split, or makes it and says what a user should know of it.
  private func split(of videos: [StoredVideo], in store: FrameStore) throws -> SplitTable {
    if Folder.isFile(run.split) {
      let table = try SplitTable(reading: run.split)
      if let remark = newVideosRemark(videos, table, in: store) { context.display.say(remark) }
      return table
    }
    let split = try settings.split(of: videos, in: store.settings.videos)
    for remark in split.remarks where !said.contains(remark) { context.display.say(remark) }
    let table = SplitTable(split, of: videos)
    try SplitRemarks(remarks: split.remarks).write(to: run.splitRemarks)
    try table.write(to: run.split)
    return table
  }

  /// Says which videos of the store the split lacks; nil if it has all, or lists decide which it has.
  private func newVideosRemark(
    _ videos: [StoredVideo], _ table: SplitTable, in store: FrameStore
  ) -> String? {
    let known = Set(table.training).union(table.test)
    let new = videos.map(\.name).filter { !known.contains($0) }
    guard let first = new.first, settings.split.ucf101Lists == nil else { return nil }
    return VideoSelection.remark(onNew: new.count, of: store.path, such: first)
  }

  /// Loads the run's newest undamaged checkpoint; without one, takes starting weights or random ones.
  ///
  /// - Returns: the state to start from, and remarks for the user.
  private func start(_ fingerprint: String) throws -> (state: TrainingState, remarks: [String]) {
    try settings.validate()
    let architecture = settings.architecture ?? .residual
    guard let (latest, damaged) = try run.checkpoints.latestWhole() else {
      var remarks: [String] = []
      var weights = try Network.weights(of: architecture, seed: settings.seed)
      if let path = settings.training.weights {
        let others = try StartingWeights(reading: path, for: architecture)
        weights.merge(others.weights) { _, learned in learned }
        remarks = [others.sentence]
      }
      let network = try Network(
        architecture, weights: weights, precision: settings.precision, on: .default)
      return (TrainingState(beginning: network), remarks)
    }
    let checkpoint = try Checkpoint(reading: latest)
    let begun = try Settings.recorded(checkpoint.record.settings, of: latest)
    try settings.checkContinuing(begun, of: latest, mayChange: mayChange)
    guard checkpoint.record.dataFingerprint == fingerprint else {
      throw SettingsError.otherData(checkpoint: latest, frames: run.frames(of: settings))
    }
    let state = try TrainingState(
      resuming: checkpoint, architecture: architecture, precision: settings.precision)
    return (state, damaged + ["continuing from \(latest)"])
  }

  private func session(
    _ task: TrainingTask, source: FrameSource, fingerprint: String
  ) throws -> TrainingSession {
    let trainer = settings.training.trainer
    let steps = trainer.steps(of: task.sampler.count)
    let pictures = settings.training.pictures(for: settings.architecture ?? .residual)
    var session = TrainingSession(
      settings: trainer,
      data: FrameTrainingData(
        sampler: task.sampler, source: source, views: task.views,
        sideOfBatch: { pictures.side(at: $0, of: steps) }),
      objective: task.objective,
      checkpoints: .folder(run.checkpoints, keeping: settings.training.retention),
      log: run.metrics, badSteps: run.badSteps,
      record: TrainingRecord(
        position: .start, settings: try settings.yaml(), dataFingerprint: fingerprint,
        toolVersion: Version.current))
    session.unit = task.definition.examples.unit
    session.trivialLosses = task.trivialLosses
    session.sinks = [tracking?.sink(of: "training")].compactMap { $0 }
    // The metrics can't be cancelled: they take seconds, and would not be computed later for this checkpoint.
    let evaluator = LabelFreeEvaluator(
      of: task.sampler.videos, in: source.store, settings: settings.evaluation,
      seed: settings.seed, threads: settings.threads, context: RunContext(display: context.display))
    session.measure = { network, position in
      LabelFreeRecord(
        try evaluator.measure(network, layer: settings.evaluation.namedLayer), at: position)
    }
    return session
  }

  private func announce(
    _ network: Network, _ task: TrainingTask, _ split: SplitTable, _ cache: FrameCache
  ) {
    context.display.say(
      "training \(network.architecture.name) on \(network.device.text) in \(network.precision.rawValue), "
        + NumberText.count(task.sampler.videos.count, "video") + ", "
        + "\(split.isHeldOut ? NumberText.count(split.test.count, "video") + " held out" : "no video held out"), "
        + "\(settings.training.trainer.epochsSentence(of: task.sampler.count, task.definition.examples.unit))"
    )
    // Frames without views are decoded at the network's size, and are not kept.
    if task.views != nil {
      context.display.mention("decoded frames stay in memory, up to \(ByteCount.text(cache.limit))")
    }
    let size = Checkpoint.size(of: network.architecture)
    let need = (settings.training.keepLast + 1) * size
    let sentence =
      "checkpoints of \(ByteCount.text(size)) each, \(settings.training.keepLast) kept: "
      + FreeSpace.sentence(need: need, at: run.path)
    if FreeSpace.isEnough(need: need, at: run.path) {
      context.display.mention(sentence)
    } else {
      context.display.say(sentence)
    }
  }

  /// Audits the sampler, writes the audit and prints it.
  private func audit(_ task: TrainingTask, reading source: FrameSource) throws {
    let examples = task.definition.examples
    let audit = SamplerAudit(
      of: task.sampler, batch: settings.training.batch * examples.pairsPerExample,
      seed: settings.seed,
      likeness: examples.pairsSuccessors
        ? try PairLikeness(
          of: task.sampler, from: source, seed: settings.seed, threads: settings.threads)
        : nil)
    try audit.write(to: run.sampling)
    context.display.mention(audit.terminalTable)
    for warning in audit.warnings { context.display.say("warning: \(warning)") }
  }
}

/// The task of training without labels: the examples and the objective.
struct TrainingTask {
  let definition: ObjectiveDefinition
  let objective: any Objective
  let sampler: any Sampler & PairSource
  /// The losses of networks that have learned nothing but a scale, if known.
  let trivialLosses: ClosedRange<Double>?
  /// Draws the random views; nil leaves the frames as they are stored.
  let views: ViewSampler?

  /// Creates the task that the settings describe.
  ///
  /// - Parameters:
  ///   - settings: the settings, which must be valid.
  ///   - videos: the videos to train on.
  /// - Throws: `SamplingError`.
  init(_ settings: Settings, videos: [StoredVideo]) throws {
    definition = settings.objectiveDefinition
    objective = definition.make(settings.training.objectiveParameters)
    views = settings.views.enabled ? ViewSampler(settings.views, seed: settings.seed) : nil
    switch definition.examples {
    case .successorPairs:
      let pairs = try PairSampler(
        videos: videos, negativeEvery: settings.sampling.negativeEvery, seed: settings.seed)
      sampler = pairs
      trivialLosses = objective.trivialLosses(negativeShare: pairs.negativeShare)
    case .tuples:
      sampler = try TupleSampler(videos: videos, seed: settings.seed)
      trivialLosses = objective.trivialLosses(negativeShare: 0.5)
    case .positivePairs:
      sampler = try PositivePairSampler(
        videos: videos, distance: settings.training.pairDistance, seed: settings.seed)
      trivialLosses = nil
    }
  }
}
