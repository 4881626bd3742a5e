import Basics
import Datasets
import Evaluation
import Networks
import Training
import Videos

/// Trains the motion network, after the network of frames.
///
/// The objective makes two windows of one video more similar than other windows of the batch. Training takes
/// some seconds on two cores. The same seed and motion give the same weights.
struct MotionStep {
  let run: RunFolder
  let settings: Settings
  let tracking: RunTracking?
  let context: RunContext

  /// The size of the projection that the objective compares.
  private static let projection = 64
  /// The network with the projection at its end.
  private static let architecture = Architecture.motion.projecting(to: projection)

  /// Returns whether the network is not wanted, is trained already, or has no training data.
  func isFinished(_ videos: [StoredVideo], in store: FrameStore) throws -> Bool {
    guard settings.motion.enabled, kept(run.motion) == nil else { return true }
    return try data(videos, in: store) == nil
  }

  /// Trains the network unless it is trained already or the videos have no motion.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: the frame store.
  ///   - fingerprint: the hash of the training data.
  /// - Throws: errors of reading, computing or writing; `CancellationError`.
  func train(on videos: [StoredVideo], in store: FrameStore, fingerprint: String) throws {
    guard settings.motion.enabled, kept(run.motion) == nil else { return }
    guard let data = try data(videos, in: store) else {
      return context.display.say(
        "no motion network is trained: it needs two training videos with motion in the frame store")
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
    session.sinks = [tracking?.sink(of: "motion")].compactMap { $0 }
    try session.run(start(fingerprint), in: context)
  }

  private func start(_ fingerprint: String) throws -> TrainingState {
    if let begun = kept(run.unfinishedMotion), begun.record.dataFingerprint == fingerprint {
      return try TrainingState(resuming: begun, architecture: Self.architecture)
    }
    return try TrainingState(
      beginning: Network(Self.architecture, seed: settings.seed, on: .default))
  }

  /// Reads an undamaged checkpoint that was trained with these settings; nil for any other one.
  private func kept(_ path: String) -> Checkpoint? {
    // A checkpoint that can't be read is replaced.
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
