import Basics
import Datasets
import Foundation
import Tensors
import Training
import Videos

/// Trains the network that sees motion, beside the one that sees frames, and leaves it in the run.
struct MotionStep {
  let run: RunFolder
  let settings: Settings
  let surroundings: Surroundings

  /// Whether there is nothing to do: nobody asked, it was done, or there is nothing to learn from.
  func isFinished(_ videos: [StoredVideo], in store: FrameStore) throws -> Bool {
    guard settings.motion.enabled, !isKept else { return true }
    return try training(videos, in: store) == nil
  }

  /// Whether a whole network is there that was trained as the settings ask; another one is made anew.
  private var isKept: Bool {
    guard let kept = try? Checkpoint(reading: run.motion),
      let begun = try? Settings.recorded(kept.record.settings, of: run.motion)
    else { return false }
    return begun.motion == settings.motion && begun.seed == settings.seed
  }

  private func training(_ videos: [StoredVideo], in store: FrameStore) throws -> MotionTraining? {
    try StoredMotion(of: videos, in: store).flatMap { MotionTraining($0, settings) }
  }

  /// Trains, unless it was done or the videos' motion is not there.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: where their motion is.
  ///   - fingerprint: what the training data hash to.
  /// - Throws: what reading, computing or writing threw; `CancellationError`.
  func callAsFunction(_ videos: [StoredVideo], in store: FrameStore, fingerprint: String) throws {
    guard settings.motion.enabled, !isKept else { return }
    guard let training = try training(videos, in: store) else {
      return surroundings.display.say(
        "no motion is learned: that takes two training videos whose motion the frame store has")
    }
    let steps = training.steps
    let (network, optimiser) = try training(
      progress: { done, loss in
        surroundings.display.show(
          "learning motion", done: done, of: steps, unit: "steps",
          detail: String(format: "loss %.2f", loss))
      },
      isCancelled: surroundings.isCancelled)
    surroundings.display.endLine()
    let record = TrainingRecord(
      position: TrainingPosition(epoch: 0, stepInEpoch: steps, step: steps),
      settings: try settings.yaml(), dataFingerprint: fingerprint, toolVersion: Version.current)
    try Checkpoint.write(to: run.motion, network: network, optimiser: optimiser, record: record)
  }
}
