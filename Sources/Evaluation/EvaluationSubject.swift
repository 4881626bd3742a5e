import Datasets
import Networks
import Videos

/// A trained network, and the videos that it is evaluated on.
public struct EvaluationSubject {
  /// Where the frames are.
  public var store: FrameStore
  /// The training videos: classifiers are shown some of their frames with labels.
  public var training: [StoredVideo]
  /// The videos that are clustered and scored.
  public var heldOut: [StoredVideo]
  /// Whether no evaluated video was trained on.
  public var isHeldOut: Bool
  /// The network's layers.
  public var architecture: Architecture
  /// The layer that features come from.
  public var layer: String
  /// Reads the trained network. It is read when its features are computed, and not kept.
  public var network: () throws -> Network
  /// The network that sees motion, if one was trained.
  public var motionEncoder: MotionEncoder?
  /// The file with the network's weights, for the record.
  public var checkpoint: String?
  /// What was compared to choose the checkpoint or the layer, for the record.
  public var candidates: [CheckpointSelection.Candidate] = []
  /// What else the record says of the network, by names in snake case.
  public var notes: [String: EvaluationRecord.Value] = [:]

  /// Names what is evaluated.
  public init(
    store: FrameStore, training: [StoredVideo], heldOut: [StoredVideo],
    architecture: Architecture, layer: String = Architecture.features,
    motionEncoder: MotionEncoder? = nil, network: @escaping () throws -> Network
  ) {
    (self.store, self.training, self.heldOut) = (store, training, heldOut)
    let trained = Set(training.map(\.name))
    isHeldOut = heldOut.allSatisfy { !trained.contains($0.name) }
    (self.architecture, self.layer) = (architecture, layer)
    (self.motionEncoder, self.network) = (motionEncoder, network)
  }
}

extension EvaluationSubject {
  /// Names a network that is in memory, and the videos to evaluate it on.
  ///
  /// - Parameters:
  ///   - store: where the frames are.
  ///   - training: the training videos.
  ///   - heldOut: the videos that are clustered and scored.
  ///   - network: the trained network.
  ///   - layer: the layer that features come from.
  public init(
    store: FrameStore, training: [StoredVideo], heldOut: [StoredVideo], network: Network,
    layer: String = Architecture.features
  ) {
    self.init(
      store: store, training: training, heldOut: heldOut, architecture: network.architecture,
      layer: layer
    ) { network }
  }
}
