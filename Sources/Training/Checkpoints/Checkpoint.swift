import Networks
import Tensors

/// All that training needs to go on: weights, velocities, position and settings.
public struct Checkpoint {
  /// Kernel and bias of every layer that has them.
  public let weights: [String: (kernel: Tensor, bias: Tensor)]
  /// The optimiser's velocities, in the order of the network's parameters.
  public let velocities: [Tensor]
  /// How far training had come.
  public let position: TrainingPosition
  /// The architecture's name.
  public let architecture: String
  /// The run's settings, as text.
  public let settings: String
  /// The names of the categories that a classifier tells apart, in its order; none without one.
  public let categories: [String]

  /// The version of the layout below the group `unreel`.
  static let formatVersion = 2
}
