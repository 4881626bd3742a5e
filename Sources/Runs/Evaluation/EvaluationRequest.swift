import Basics
import Discovery
import Foundation
import Training

/// What the settings ask of an evaluation, and how one that answered it is known again.
struct EvaluationRequest {
  private let settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
  }

  /// What was asked for; an evaluation whose record has the same is still good.
  var text: Discovery.EvaluationSettings.Value {
    .text(
      "k \(settings.evaluation.clusters.map { "\($0)" } ?? "natural"), "
        + "layer \(settings.evaluation.featureLayer), "
        + "probe \(settings.evaluation.probeFrames)")
  }

  /// K: as asked for, else the number of categories, else nil, to be found out; never more than there are
  /// frames.
  func clusters(for frames: EvaluatedFrames) -> Int? {
    let natural = frames.categoryCount > 1 ? ClusterChoice.number(frames.categoryCount) : .automatic
    guard case .number(let asked) = settings.evaluation.clusters ?? natural else { return nil }
    return min(asked, frames.frames.count)
  }

  /// How it was done, for `metrics.json`.
  ///
  /// - Parameters:
  ///   - checkpoint: the checkpoint's path.
  ///   - clusters: K.
  ///   - isHeldOut: whether the evaluated videos were held out from training.
  func record(
    _ checkpoint: String, clusters: Int, isHeldOut: Bool
  ) throws -> Discovery.EvaluationSettings {
    let position = try Checkpoint.position(of: checkpoint)
    return Discovery.EvaluationSettings(
      k: clusters, seed: settings.seed, featureLayer: settings.evaluation.featureLayer,
      checkpoint: (checkpoint as NSString).lastPathComponent, starts: settings.evaluation.starts,
      others: [
        "asked_for": text,
        "probe_frames": .integer(settings.evaluation.probeFrames),
        "perplexity": .number(settings.evaluation.perplexity),
        "network": .text(settings.training.network),
        "epochs": .integer(position.epoch),
        "steps": .integer(position.step),
        "held_out": .flag(isHeldOut),
        "threads": .integer(settings.threads),
        "version": .text(Version.current),
      ])
  }
}
