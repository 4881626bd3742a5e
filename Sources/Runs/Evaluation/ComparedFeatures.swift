import Datasets
import Discovery
import Networks
import Tensors
import Training
import Videos

/// One thing for each kind of features that an evaluation compares.
struct Compared<Content> {
  /// The trained network's.
  var trained: Content
  /// The same network's before training.
  var untrained: Content
  /// The frames' pixels'.
  var pixels: Content
}

/// Computes the features that an evaluation compares.
struct ComparedFeatures {
  private let source: FrameSource
  private let networks: (trained: Network, untrained: Network)
  private let layer: String
  private let surroundings: Surroundings

  /// Reads a checkpoint, and makes the same network anew as it was before training.
  ///
  /// - Throws: `CheckpointError`, `TensorError`.
  init(
    checkpoint path: String, store: FrameStore, settings: Settings, in surroundings: Surroundings
  ) throws {
    let checkpoint = try Checkpoint(reading: path)
    guard let architecture = Architecture.named(checkpoint.architecture) else {
      throw CheckpointError.unknownArchitecture(path: path, name: checkpoint.architecture)
    }
    source = FrameSource(store: store, side: architecture.inputSide)
    networks = (
      try Network(architecture, weights: checkpoint.weights, on: .best),
      try Network(architecture, seed: settings.seed, on: .best)
    )
    layer = settings.evaluation.featureLayer
    self.surroundings = surroundings
  }

  /// The features of some frames.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - place: what the progress says of where they come from, such as ` of training frames`.
  func features(of frames: EvaluatedFrames, place: String = "") throws -> Compared<Features> {
    let extraction = FeatureExtraction(source: source, frames: frames, surroundings: surroundings)
    return Compared(
      trained: try extraction.features(
        of: networks.trained, layer: layer, title: "computing features" + place),
      untrained: try extraction.features(
        of: networks.untrained, layer: layer,
        title: "computing an untrained network's features" + place),
      pixels: try extraction.rawPixels())
  }
}
