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

  /// Whether there is nothing to do: nobody asked, or it was done.
  var isFinished: Bool { !settings.motion.enabled || Folder.isFile(run.motion) }

  /// Trains, unless it was done or the videos' motion is not there.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: where their motion is.
  ///   - fingerprint: what the training data hash to.
  /// - Throws: what reading, computing or writing threw; `CancellationError`.
  func callAsFunction(_ videos: [StoredVideo], in store: FrameStore, fingerprint: String) throws {
    guard !isFinished else { return }
    let motion = try StoredMotion(of: videos, in: store)
    guard let training = motion.flatMap({ MotionTraining($0, settings) }) else {
      return surroundings.display.say(
        "the frame store has no motion to learn from: videos will be told apart by what is seen")
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
