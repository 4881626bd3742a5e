import Datasets
import Networks
import Videos

/// A trained network and the videos that it is evaluated on.
public struct EvaluationSubject {
  /// The frame store.
  public var store: FrameStore
  /// The training videos; probes are trained on some of their frames.
  public var training: [StoredVideo]
  /// The videos that are clustered and scored.
  public var heldOut: [StoredVideo]
  /// Whether no evaluated video was used for training.
  public var isHeldOut: Bool
  /// The network's layers.
  public var architecture: Architecture
  /// The layer whose output is the features.
  public var layer: String
  /// Loads the trained network; called when the features are computed, and the network is not kept.
  public var network: () throws -> Network
  /// The motion network, if one was trained.
  public var motionEncoder: MotionEncoder?
  /// The name of the checkpoint's file, for the record.
  public var checkpoint: String?
  /// The candidates among which the checkpoint or the layer was chosen, for the record.
  public var candidates: [CheckpointSelection.Candidate] = []
  /// More entries for the record, by names in snake case.
  public var notes: [String: EvaluationRecord.Value] = [:]

  /// Describes a network that is loaded when it is needed.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - training: the training videos.
  ///   - heldOut: the videos that are clustered and scored.
  ///   - architecture: the network's layers.
  ///   - layer: the layer whose output is the features.
  ///   - motionEncoder: the motion network, if one was trained.
  ///   - network: loads the trained network.
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
  /// Describes a network that is in memory.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - training: the training videos.
  ///   - heldOut: the videos that are clustered and scored.
  ///   - network: the trained network.
  ///   - layer: the layer whose output is the features.
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
