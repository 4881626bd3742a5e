import Datasets
import Discovery

/// What probes are fitted to and scored on: some training videos' frames and the held-out ones.
struct ProbeWork {
  /// The training frames that the probes are shown.
  let shown: EvaluatedFrames
  private let split: ProbeSplit
  private let surroundings: Surroundings

  /// Draws the training frames.
  ///
  /// - Parameters:
  ///   - training: the training videos.
  ///   - frames: the held-out frames.
  ///   - settings: how many frames are drawn, and by which seed.
  ///   - surroundings: where progress goes and who may stop it.
  /// - Returns: nil where there is nothing to probe: as ``ProbeSplit`` has it.
  init?(
    training: [StoredVideo], heldOut frames: EvaluatedFrames, settings: Settings,
    in surroundings: Surroundings
  ) {
    shown = EvaluatedFrames(
      of: TrainingFrames.draw(
        settings.evaluation.probeFrames, of: training, seed: settings.seed))
    guard let split = ProbeSplit(training: shown.origins, heldOut: frames.origins) else {
      return nil
    }
    self.split = split
    self.surroundings = surroundings
  }

  /// Probes one kind of features.
  func callAsFunction(
    _ kind: FeatureKind, shown: Features, heldOut: Features
  ) throws -> (probe: Probe, confusion: ConfusionMatrix) {
    let title = "probing \(kind.name)"
    surroundings.display.show(title, done: 0, of: 1, unit: "probes")
    let found = try split.probe(
      training: shown, heldOut: heldOut, isCancelled: surroundings.isCancelled)
    surroundings.display.show(title, done: 1, of: 1, unit: "probes")
    return found
  }
}
