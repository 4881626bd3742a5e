import Datasets
import Discovery
import Foundation
import Networks
import Training
import Videos

/// The checkpoint and the layer that an evaluation takes its features from.
struct FeatureChoice {
  /// The checkpoint's path.
  private(set) var checkpoint: String
  /// The layer's name.
  private(set) var layer: String
  /// What was judged, where one of them was to be chosen; first checkpoints, then layers.
  private(set) var judged: [JudgedFeatures] = []

  /// Finds what the settings name; what they leave open is judged on training frames, without labels.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - settings: which checkpoint and which layer.
  ///   - videos: the training videos.
  ///   - store: where their frames are.
  ///   - surroundings: where progress goes and who may stop it.
  /// - Throws: `CheckpointError`, `CancellationError`, and what reading or computing threw.
  init(
    _ run: RunFolder, settings: Settings, videos: [StoredVideo], store: FrameStore,
    in surroundings: Surroundings
  ) throws {
    guard let latest = try run.checkpoints.latest() else {
      throw CheckpointError.none(folder: run.checkpoints.path)
    }
    let asked = settings.evaluation
    (checkpoint, layer) = (latest, settings.featureLayer)
    if case .number(let epoch) = asked.checkpoint {
      checkpoint = try run.checkpoints.checkpoint(ofEpoch: epoch)
    }
    let isOpen = (checkpoint: asked.checkpoint == .automatic, layer: settings.choosesLayer)
    guard isOpen.checkpoint || isOpen.layer else { return }
    let judge = FeatureJudge(of: videos, in: store, settings: settings, surroundings: surroundings)
    if isOpen.checkpoint {
      judged = try Self.whole(run.checkpoints, surroundings).flatMap { [layer] path in
        try Self.judged(path, [layer], judge, settings)
      }
      checkpoint = run.checkpoints.path + "/" + (judged.best?.checkpoint ?? checkpoint)
    }
    if isOpen.layer {
      let layers = try Checkpoint.architecture(of: checkpoint).judgedLayers
      let found = try Self.judged(checkpoint, layers, judge, settings)
      judged += found
      layer = found.best?.layer ?? layer
    }
  }

  /// The checkpoints that are whole; others are said and passed over.
  private static func whole(
    _ folder: CheckpointFolder, _ surroundings: Surroundings
  ) throws -> [String] {
    try folder.all().filter { path in
      do {
        try Checkpoint.check(path)
        return true
      } catch let error as CheckpointError {
        surroundings.display.say(error.description)
        return false
      }
    }
  }

  private static func judged(
    _ checkpoint: String, _ layers: [String], _ judge: FeatureJudge, _ settings: Settings
  ) throws -> [JudgedFeatures] {
    let network = try Network(
      Checkpoint.architecture(of: checkpoint), weights: Checkpoint(reading: checkpoint).weights,
      precision: settings.featurePrecision, on: .best)
    return try layers.map { layer in
      JudgedFeatures(
        checkpoint: (checkpoint as NSString).lastPathComponent, layer: layer,
        judgement: try judge(network, layer: layer))
    }
  }
}

extension [JudgedFeatures] {
  /// Those of the highest score, the last of equals.
  fileprivate var best: JudgedFeatures? {
    reduce(nil) { best, next in
      guard let best, best.score > next.score else { return next }
      return best
    }
  }
}
