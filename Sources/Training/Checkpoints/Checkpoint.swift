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

/// What a checkpoint keeps besides weights and velocities.
public struct TrainingRecord: Equatable, Sendable {
  /// How far training had come.
  public var position: TrainingPosition
  /// What training had looked like.
  public var history: TrainingHistory
  /// The run's settings, as text.
  public var settings: String
  /// What the training data hash to; empty where nobody asked.
  public var dataFingerprint: String
  /// The names of the categories that a classifier tells apart, in its order; none without one.
  public var categories: [String]
  /// The version of the program that wrote it.
  public var toolVersion: String

  /// Puts a record together.
  public init(
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
public struct TrainingPosition: Equatable, Sendable {
  /// Epochs that are finished.
  public var epoch: Int
  /// Steps taken in the epoch that is not finished.
  public var stepInEpoch: Int
  /// Steps taken in all.
  public var step: Int

  /// Names a position.
  ///
  /// - Parameters:
  ///   - epoch: epochs that are finished.
  ///   - stepInEpoch: steps taken in the epoch that is not finished.
  ///   - step: steps taken in all.
  public init(epoch: Int, stepInEpoch: Int, step: Int) {
    self.epoch = epoch
    self.stepInEpoch = stepInEpoch
    self.step = step
  }

  /// Before the first step.
  public static let start = TrainingPosition(epoch: 0, stepInEpoch: 0, step: 0)
}
