import Datasets
import Discovery

/// Fits probes to the training videos' frames and scores them on the held-out ones.
struct ProbeWork {
  let settings: Settings
  let surroundings: Surroundings

  /// What was found for every kind of features.
  typealias Found = Compared<(probe: Probe, confusion: ConfusionMatrix)>

  /// Probes features.
  ///
  /// - Parameters:
  ///   - features: the held-out frames' features.
  ///   - frames: the held-out frames.
  ///   - training: the training videos.
  ///   - compared: computes the training frames' features.
  /// - Returns: nil where there is nothing to probe: as ``ProbeSplit`` has it.
  func callAsFunction(
    _ features: Compared<Features>, of frames: EvaluatedFrames, training: [StoredVideo],
    by compared: ComparedFeatures
  ) throws -> Found? {
    let shown = EvaluatedFrames(
      of: TrainingFrames.draw(
        settings.evaluation.probeFrames, of: training, seed: settings.seed))
    guard let split = ProbeSplit(training: shown.origins, heldOut: frames.origins) else {
      return nil
    }
    let known = try compared.features(of: shown, place: " of training frames")
    var done = 0
    func probe(_ kind: KeyPath<Compared<Features>, Features>) throws -> (Probe, ConfusionMatrix) {
      surroundings.display.show("fitting probes", done: done, of: 3, unit: "probes")
      defer {
        done += 1
        surroundings.display.show("fitting probes", done: done, of: 3, unit: "probes")
      }
      return try split.probe(
        training: known[keyPath: kind], heldOut: features[keyPath: kind],
        isCancelled: surroundings.isCancelled)
    }
    return Found(
      trained: try probe(\.trained), untrained: try probe(\.untrained),
      pixels: try probe(\.pixels))
  }
}
