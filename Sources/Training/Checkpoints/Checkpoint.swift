import Basics
import Networks
import Tensors

/// Everything that training needs to resume: weights, velocities, and a record of its progress.
///
/// Training has no other state. The order of the examples and all random draws depend only on the position
/// and on the seed, which is one of the recorded settings.
public struct Checkpoint {
  /// The weights of every layer that has weights, by layer.
  public let weights: [String: LayerWeights]
  /// The optimiser's velocities, in the order of the network's parameters.
  public let velocities: [Tensor]
  /// The architecture's name.
  public let architecture: String
  /// The progress, the settings and the data of the training.
  public let record: TrainingRecord

  /// Estimates the size of a checkpoint in bytes: 4 for every weight and 4 for its velocity.
  ///
  /// - Parameter architecture: the network's layers.
  public static func size(of architecture: Architecture) -> Int { 8 * architecture.parameterCount }

  /// The version of the layout below the group `unreel`.
  static let formatVersion = 4
}

/// What a checkpoint holds besides weights and velocities.
public struct TrainingRecord: Equatable, Sendable {
  /// How far training has come.
  public var position: TrainingPosition
  /// A summary of the steps so far.
  public var history: TrainingHistory
  /// The run's settings, as YAML.
  public var settings: String
  /// The hash of the training data; empty if it was not computed.
  public var dataFingerprint: String
  /// The names of the classifier's categories, in its order; empty without a classifier.
  public var categories: [String]
  /// The version of the program that wrote the checkpoint.
  public var toolVersion: String

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - position: how far training has come.
  ///   - history: a summary of the steps so far.
  ///   - settings: the run's settings, as YAML.
  ///   - dataFingerprint: the hash of the training data.
  ///   - categories: the names of the classifier's categories, in its order.
  ///   - toolVersion: the version of the program that writes the checkpoint.
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
  /// Finished epochs.
  public var epoch: Int
  /// Steps taken in the current, unfinished epoch.
  public var stepInEpoch: Int
  /// Steps taken in the whole training.
  public var step: Int

  /// Creates a position.
  ///
  /// - Parameters:
  ///   - epoch: finished epochs.
  ///   - stepInEpoch: steps taken in the current, unfinished epoch.
  ///   - step: steps taken in the whole training.
  public init(epoch: Int, stepInEpoch: Int, step: Int) {
    self.epoch = epoch
    self.stepInEpoch = stepInEpoch
    self.step = step
  }

  /// The position before the first step.
  public static let start = TrainingPosition(epoch: 0, stepInEpoch: 0, step: 0)
}

/// An error of reading or writing checkpoints.
public enum CheckpointError: ExplainedError {
  /// The file is not an Unreel checkpoint.
  case unsealed(path: String)
  /// The checkpoint's bytes are not those that were written.
  case damaged(path: String, reason: String)
  /// The checkpoint was written by a version with another format.
  case otherFormat(path: String, version: Int)
  /// The checkpoint belongs to a network that this version does not know.
  case unknownArchitecture(path: String, name: String)
  /// Some weights of a layer are not finite; the checkpoint was not written.
  case notFinite(path: String, layer: String)
  /// The file with the starting weights does not exist.
  case noFile(path: String)
  /// The file with the starting weights can't be read as HDF5.
  case notHDF5(path: String, reason: String)
  /// The file with the starting weights has no layer of the network.
  case noWeights(path: String, network: String)
  /// The folder has no checkpoint.
  case none(folder: String)
  /// The folder has no checkpoint of the requested epoch.
  case noEpoch(folder: String, epoch: Int, names: [String])
  /// All checkpoints in the folder are damaged.
  case allDamaged(folder: String, reasons: [String])

  /// `Blame.usage` if the user named a wrong file; `Blame.execution` if a checkpoint is damaged.
  public var blame: Blame {
    switch self {
    case .unsealed, .otherFormat, .unknownArchitecture, .none, .noEpoch, .noFile, .notHDF5,
      .noWeights:
      .usage
    case .damaged, .notFinite, .allDamaged: .execution
    }
  }

  /// Names the file, and says what is wrong with it.
  public var description: String {
    switch self {
    case .unsealed(let path):
      "\(path) is not an unreel checkpoint"
    case .damaged(let path, let reason):
      "the checkpoint \(path) is damaged: \(reason); continue from an earlier one: unreel train -o "
        + "RUN --resume"
    case .otherFormat(let path, let version):
      "\(path) has format \(version), but this program reads format \(Checkpoint.formatVersion)"
    case .unknownArchitecture(let path, let name):
      "\(path) belongs to the network \(name), which this program does not know"
    case .notFinite(let path, let layer):
      "writing \(path): some weights of \(layer) are not finite, so nothing was written; continue "
        + "from the last checkpoint with a smaller learning rate"
    case .noFile(let path):
      "the file with starting weights does not exist: \(path)"
    case .notHDF5(let path, let reason):
      "\(path) holds no weights: it is not an HDF5 file, as checkpoints and Keras's weights are "
        + "(\(reason))"
    case .noWeights(let path, let network):
      "\(path) has no weights for any layer of \(network): names such as conv1/conv1/kernel:0 and "
        + "shapes must match; use a checkpoint of the same network"
    case .none(let folder):
      "no checkpoint in \(folder); train first: unreel train FRAMES -o RUN"
    case .noEpoch(let folder, let epoch, let names):
      "no checkpoint of epoch \(epoch) in \(folder); the folder has \(names.joined(separator: ", "))"
    case .allDamaged(let folder, let reasons):
      "all checkpoints in \(folder) are damaged: \(reasons.joined(separator: "; "))"
    }
  }
}
