import Networks
import Tensors

/// All that training needs to go on: weights, velocities, and the record of how far it was.
///
/// Nothing else is random or remembered: the order of the examples and every draw are functions of the
/// seed, which is among the settings, and of the position.
package struct Checkpoint {
  /// The weights of every layer that has some.
  package let weights: [String: LayerWeights]
  /// The optimiser's velocities, in the order of the network's parameters.
  package let velocities: [Tensor]
  /// The architecture's name.
  package let architecture: String
  /// How far training was, on what and how.
  package let record: TrainingRecord

  /// About how many bytes a checkpoint takes: every weight and its velocity, 4 each.
  package static func size(of architecture: Architecture) -> Int { 8 * architecture.parameterCount }

  /// The version of the layout below the group `unreel`.
  static let formatVersion = 4
}

/// What a checkpoint keeps besides weights and velocities.
package struct TrainingRecord: Equatable, Sendable {
  /// How far training had come.
  package var position: TrainingPosition
  /// What training had looked like.
  package var history: TrainingHistory
  /// The run's settings, as text.
  package var settings: String
  /// What the training data hash to; empty where nobody asked.
  package var dataFingerprint: String
  /// The names of the categories that a classifier tells apart, in its order; none without one.
  package var categories: [String]
  /// The version of the program that wrote it.
  package var toolVersion: String

  /// Puts a record together.
  package init(
    position: TrainingPosition, history: TrainingHistory = TrainingHistory(), settings: String = "",
    dataFingerprint: String = "", categories: [String] = [], toolVersion: String = ""
  ) {
    self.position = position
    self.history = history
    self.settings = settings
    self.dataFingerprint = dataFingerprint
    self.categories = categories
    self.toolVersion = toolVersion
  }
}

/// How far training has come.
package struct TrainingPosition: Equatable, Sendable {
  /// Epochs that are finished.
  package var epoch: Int
  /// Steps taken in the epoch that is not finished.
  package var stepInEpoch: Int
  /// Steps taken in all.
  package var step: Int

  /// Names a position.
  ///
  /// - Parameters:
  ///   - epoch: epochs that are finished.
  ///   - stepInEpoch: steps taken in the epoch that is not finished.
  ///   - step: steps taken in all.
  package init(epoch: Int, stepInEpoch: Int, step: Int) {
    self.epoch = epoch
    self.stepInEpoch = stepInEpoch
    self.step = step
  }

  /// Before the first step.
  package static let start = TrainingPosition(epoch: 0, stepInEpoch: 0, step: 0)
}
