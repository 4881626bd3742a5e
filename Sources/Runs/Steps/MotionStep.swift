import Basics
import Datasets
import Evaluation
import Networks
import Training
import Videos

/// Trains the network that sees motion, beside the one that sees frames.
///
/// Two windows of one video are to be more alike than any other windows of the batch. It takes some seconds
/// on two cores; the same seed and motion give the same weights.
struct MotionStep {
  let run: RunFolder
  let settings: Settings
  let context: RunContext

  /// Numbers that the objective compares.
  private static let projection = 64
  /// The network with the projection at its end.
  private static let architecture = Architecture.motion.projecting(to: projection)

  /// Whether there is nothing to do: nobody asked, it was done, or there is nothing to learn from.
  func isFinished(_ videos: [StoredVideo], in store: FrameStore) throws -> Bool {
    guard settings.motion.enabled, kept(run.motion) == nil else { return true }
    return try data(videos, in: store) == nil
  }

  /// Trains, unless it was done or the videos' motion is not there.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: where their motion is.
  ///   - fingerprint: what the training data hash to.
  /// - Throws: what reading, computing or writing threw; `CancellationError`.
  func train(on videos: [StoredVideo], in store: FrameStore, fingerprint: String) throws {
    guard settings.motion.enabled, kept(run.motion) == nil else { return }
    guard let data = try data(videos, in: store) else {
      return context.display.say(
        "no motion is learned: that takes two training videos whose motion the frame store has")
    }
    precondition(data.dimension == Self.architecture.inputChannels, "the network sees windows")
    let motion = settings.motion
    let training = TrainingSettings(
      epochs: 1, batch: motion.batch,
      learningRate: .cosine(CosineSchedule(base: motion.learningRate)),
      optimiser: MomentumSGD.Settings(
        momentum: 0.9, weightDecay: 0.0001, clipNorm: 5, biasRateFactor: 1, biasDecayFactor: 0),
      checkpointEvery: 1, checkpointMinutes: settings.training.checkpointMinutes)
    var session = TrainingSession(
      settings: training, data: data,
      objective: InfoNCEObjective(temperature: motion.temperature),
      checkpoints: .file(finished: run.motion, unfinished: run.unfinishedMotion),
      log: run.motionMetrics, badSteps: run.badSteps + "/motion",
      record: TrainingRecord(
        position: .start, settings: try settings.yaml(), dataFingerprint: fingerprint,
        toolVersion: Version.current))
    session.title = "learning motion"
    try session.run(start(training, fingerprint), in: context)
  }

  private func start(_ training: TrainingSettings, _ fingerprint: String) throws -> TrainingState {
    if let begun = kept(run.unfinishedMotion), begun.record.dataFingerprint == fingerprint {
      return try TrainingState(
        resuming: begun, architecture: Self.architecture, optimiser: training.optimiser)
    }
    return try TrainingState(
      beginning: Network(Self.architecture, seed: settings.seed, on: .best),
      optimiser: training.optimiser)
  }

  /// A whole checkpoint that was trained as the settings ask; any other one is made anew.
  private func kept(_ path: String) -> Checkpoint? {
    // A checkpoint that can't be read is as good as none.
    guard let kept = try? Checkpoint(reading: path),
      let begun = try? Settings.recorded(kept.record.settings, of: path),
      begun.motion == settings.motion, begun.seed == settings.seed
    else { return nil }
    return kept
  }

  private func data(_ videos: [StoredVideo], in store: FrameStore) throws -> MotionTrainingData? {
    try FlowHistograms(of: videos, in: store).flatMap {
      MotionTrainingData(
        $0.histograms, layout: FlowHistograms.layout, steps: settings.motion.steps,
        batch: settings.motion.batch, seed: settings.seed)
    }
  }
}
