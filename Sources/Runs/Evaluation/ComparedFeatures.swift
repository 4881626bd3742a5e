import Datasets
import Discovery
import Networks
import Tensors
import Training
import Videos

/// Computes the features that an evaluation compares, one kind at a time: a kind of all of UCF101's
/// held-out frames takes more than a gigabyte.
struct ComparedFeatures {
  private let choice: FeatureChoice
  private let architecture: Architecture
  private let store: FrameStore
  private let settings: Settings
  private let surroundings: Surroundings

  /// Finds out what the checkpoint's network is.
  ///
  /// - Throws: `CheckpointError`, `HDF5Error`.
  init(
    _ choice: FeatureChoice, store: FrameStore, settings: Settings, in surroundings: Surroundings
  ) throws {
    self.choice = choice
    architecture = try Checkpoint.architecture(of: choice.checkpoint)
    self.store = store
    self.settings = settings
    self.surroundings = surroundings
  }

  /// One kind of features of the held-out frames, and of the training frames that a probe is shown.
  ///
  /// The network is read or made anew for this, and gone afterwards.
  ///
  /// - Parameters:
  ///   - kind: the kind.
  ///   - heldOut: the held-out frames.
  ///   - shown: the training frames, if there is a probe.
  func features(
    _ kind: FeatureKind, of heldOut: EvaluatedFrames, shown: EvaluatedFrames?
  ) throws -> (heldOut: Features, shown: Features?) {
    let network = try network(kind)
    func extract(_ frames: EvaluatedFrames, place: String) throws -> Features {
      func extraction(side: Int) -> FeatureExtraction {
        FeatureExtraction(
          source: FrameSource(store: store, side: side), frames: frames, surroundings: surroundings)
      }
      if kind == .baseline(.rawMotion) {
        return try StoredMotion(of: frames.videos, in: store)?.features(of: frames)
          ?? Features(rows: frames.frames.count, dimension: 0, values: [])
      }
      guard let network else {
        return try extraction(side: store.settings.side)
          .rawPixels(title: "reading \(kind.name)\(place)")
      }
      return try extraction(side: architecture.inputSide).features(
        of: network, layer: choice.layer,
        title: "computing \(kind.name)\(place)")
    }
    return (
      try extract(heldOut, place: ""),
      try shown.map { try extract($0, place: " of training frames") }
    )
  }

  private func network(_ kind: FeatureKind) throws -> Network? {
    switch kind {
    case .trained:
      try Network(
        architecture, weights: Checkpoint(reading: choice.checkpoint).weights,
        precision: settings.featurePrecision, on: .best)
    case .baseline(.randomNetwork):
      try Network(
        architecture, seed: settings.seed, precision: settings.featurePrecision, on: .best)
    case .baseline(.rawPixels), .baseline(.pixelComponents), .baseline(.rawMotion): nil
    }
  }
}
