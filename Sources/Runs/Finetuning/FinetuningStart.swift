import Foundation
import Networks
import Tensors
import Training

/// What a fine-tuning begins with: its own latest checkpoint, the run's, or new weights.
struct FinetuningStart {
  let network: Network
  let optimiser: MomentumSGD
  let position: TrainingPosition
  let history: TrainingHistory
  /// The run's checkpoint whose weights were learned further; nil where there is none.
  let checkpoint: String?
  /// The same in words.
  let remark: String

  /// Reads or makes the weights.
  ///
  /// - Parameter categories: what the classifier tells apart.
  /// - Throws: `CheckpointError`, `TensorError`, ``FinetuningError/differ(path:)``.
  init(
    _ run: RunFolder, _ folder: FinetuningFolder, _ settings: Settings, categories: [String]
  ) throws {
    let finetuning = settings.finetuning
    guard let base = settings.architecture else { throw FinetuningError.differ(path: folder.path) }
    let architecture = base.classifying(categories.count)
    let frozen = finetuning.frozenLayers(of: architecture)
    let source = try Self.source(run, finetuning.start)
    checkpoint = source.map { ($0 as NSString).lastPathComponent }
    remark = checkpoint.map { "fine-tuned from \($0)" } ?? "trained from untrained weights"
    var weights = try Network.weights(of: architecture, seed: settings.seed)
    var velocities: [Tensor]?
    if let own = try folder.checkpoints.latest() {
      try Self.checkContinuing(settings, in: folder)
      let stored = try Checkpoint(reading: own)
      guard stored.record.categories == categories, stored.architecture == architecture.name else {
        throw FinetuningError.differ(path: folder.path)
      }
      (weights, velocities) = (stored.weights, stored.velocities)
      (position, history) = (stored.record.position, stored.record.history)
    } else {
      if let source {
        weights.merge(try Checkpoint(reading: source).weights) { _, learned in learned }
      }
      (position, history) = (.start, TrainingHistory())
    }
    network = try Network(
      architecture, weights: weights, frozen: frozen, precision: settings.precision, on: .best)
    optimiser = try MomentumSGD(
      network, settings: finetuning.trainer.optimiser, velocities: velocities)
  }

  private static func source(_ run: RunFolder, _ start: FinetuningSettings.Start) throws -> String?
  {
    guard start == .trained else { return nil }
    guard let latest = try run.checkpoints.latest() else {
      throw CheckpointError.none(folder: run.checkpoints.path)
    }
    return latest
  }

  /// More epochs train longer; anything else would make it neither of the two.
  private static func checkContinuing(_ settings: Settings, in folder: FinetuningFolder) throws {
    guard var begun = try folder.settings()?.finetuning else { return }
    guard settings.finetuning.epochs >= begun.epochs else {
      throw FinetuningError.differ(path: folder.path)
    }
    begun.epochs = settings.finetuning.epochs
    guard begun == settings.finetuning else { throw FinetuningError.differ(path: folder.path) }
  }
}
