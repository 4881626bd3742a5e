import Networks
import Tensors

/// All that training needs to go on: weights, velocities, and the record of how far it was.
///
/// Nothing else is random or remembered: the order of the examples and every draw are functions of the
/// seed, which is among the settings, and of the position.
public struct Checkpoint {
  /// The weights of every layer that has some.
  public let weights: [String: LayerWeights]
  /// The optimiser's velocities, in the order of the network's parameters.
  public let velocities: [Tensor]
  /// The architecture's name.
  public let architecture: String
  /// How far training was, on what and how.
  public let record: TrainingRecord

  /// About how many bytes a checkpoint takes: every weight and its velocity, 4 each.
  public static func size(of architecture: Architecture) -> Int { 8 * architecture.parameterCount }

  /// The version of the layout below the group `unreel`.
  static let formatVersion = 4
}
