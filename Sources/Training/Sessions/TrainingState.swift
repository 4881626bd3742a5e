import Networks
import Tensors

/// A network, its optimiser, and how far training them has come: what a checkpoint holds, in memory.
public struct TrainingState {
  /// The network.
  public let network: Network
  /// Its optimiser, with the velocities.
  public let optimiser: MomentumSGD
  /// How far training has come.
  public let position: TrainingPosition
  /// What training has looked like.
  public let history: TrainingHistory

  /// Begins a training.
  ///
  /// - Parameters:
  ///   - network: the network, with the weights to begin from.
  ///   - optimiser: how its weights are moved.
  /// - Throws: `TensorError`.
  public init(
    beginning network: Network, optimiser: MomentumSGD.Settings = .plain
  ) throws {
    self.network = network
    self.optimiser = try MomentumSGD(network, settings: optimiser)
    (position, history) = (.start, TrainingHistory())
  }

  /// Goes on with a training.
  ///
  /// - Parameters:
  ///   - checkpoint: the weights, the velocities and the position.
  ///   - architecture: the network's layers.
  ///   - frozen: the layers that do not learn.
  ///   - precision: the numbers to compute in.
  ///   - optimiser: how the weights are moved.
  /// - Throws: `TensorError`, or `NetworkError` where the checkpoint is of another network.
  public init(
    resuming checkpoint: Checkpoint, architecture: Architecture, frozen: Set<String> = [],
    precision: Precision = .float32, optimiser: MomentumSGD.Settings
  ) throws {
    network = try Network(
      architecture, weights: checkpoint.weights, frozen: frozen, precision: precision, on: .best)
    self.optimiser = try MomentumSGD(
      network, settings: optimiser, velocities: checkpoint.velocities)
    (position, history) = (checkpoint.record.position, checkpoint.record.history)
  }
}
