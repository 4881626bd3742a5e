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
  ///
  /// - Parameter latest: the newest checkpoint's path.
  func text(latest: String) -> Discovery.EvaluationSettings.Value {
    .text(
      "k \(settings.evaluation.clusters.map { "\($0)" } ?? "natural"), "
        + "checkpoint \(settings.evaluation.checkpoint), layer \(settings.evaluation.featureLayer), "
        + "starts \(settings.evaluation.starts.map { "\($0)" } ?? "natural"), "
        + "by \(settings.evaluation.groupBy.rawValue), "
        + "probe \(settings.evaluation.probeFrames), motion \(motion), latest \((latest as NSString).lastPathComponent)"
    )
  }

  private var motion: String {
    let motion = settings.motion
    return motion.enabled
      ? "\(motion.steps) \(motion.batch) \(motion.temperature) \(motion.learningRate)" : "none"
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
  ///   - choice: the checkpoint and the layer.
  ///   - run: the run.
  ///   - clusters: K.
  ///   - isHeldOut: whether the evaluated videos were held out from training.
  func record(
    _ choice: FeatureChoice, of run: RunFolder, clusters: Int, isHeldOut: Bool
  ) throws -> Discovery.EvaluationSettings {
    let position = try Checkpoint.position(of: choice.checkpoint)
    return Discovery.EvaluationSettings(
      k: clusters, seed: settings.seed, featureLayer: choice.layer,
      checkpoint: (choice.checkpoint as NSString).lastPathComponent,
      starts: settings.kMeans(clusters).starts,
      others: [
        "asked_for": text(latest: try run.checkpoints.latest() ?? choice.checkpoint),
        "group_by": .text(settings.evaluation.groupBy.rawValue),
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
