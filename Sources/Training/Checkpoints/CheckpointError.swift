import Basics

/// A checkpoint that can't be read, written or gone on from.
public enum CheckpointError: ExplainedError {
  /// It is no checkpoint of this program.
  case unsealed(path: String)
  /// It is one, and its bytes are not those that were written.
  case damaged(path: String, reason: String)
  /// It was written by a version with another layout.
  case otherFormat(path: String, version: Int)
  /// It is of a network that this version does not know.
  case unknownArchitecture(path: String, name: String)
  /// A layer's weights are not all numbers, so it was not written.
  case notFinite(path: String, layer: String)
  /// There is no file of the name that training was to begin from.
  case noFile(path: String)
  /// A file that training was to begin from can't be read as HDF5.
  case notHDF5(path: String, reason: String)
  /// A file that training was to begin from has nothing that the network can take.
  case noWeights(path: String, network: String)
  /// A folder has no checkpoint to go on from.
  case none(folder: String)
  /// A folder has none of the epoch that was asked for.
  case noEpoch(folder: String, epoch: Int, names: [String])
  /// A folder has checkpoints, and none of them is whole.
  case allDamaged(folder: String, reasons: [String])

  /// The request's where another file was meant, else the file's.
  public var blame: Blame {
    switch self {
    case .unsealed, .otherFormat, .unknownArchitecture, .none, .noEpoch, .noFile, .notHDF5,
      .noWeights:
      .usage
    case .damaged, .notFinite, .allDamaged: .execution
    }
  }

  /// Names the file and what is in the way.
  public var description: String {
    switch self {
    case .unsealed(let path):
      "\(path) is no checkpoint of unreel"
    case .damaged(let path, let reason):
      "the checkpoint \(path) is damaged: \(reason); go on from the one before it: unreel train -o "
        + "RUN --resume"
    case .otherFormat(let path, let version):
      "\(path) has format \(version), this program reads \(Checkpoint.formatVersion)"
    case .unknownArchitecture(let path, let name):
      "\(path) is of the network \(name), which this program does not know"
    case .notFinite(let path, let layer):
      "writing \(path): the weights of \(layer) are no longer all numbers, so nothing was written; go "
        + "on from the checkpoint before with a smaller learning rate"
    case .noFile(let path):
      "no file \(path) to take weights from"
    case .notHDF5(let path, let reason):
      "\(path) holds no weights: it can't be read as HDF5, as checkpoints and Keras's weights are "
        + "(\(reason))"
    case .noWeights(let path, let network):
      "\(path) has no weights for any layer of \(network): layers are taken by their names and shapes, as "
        + "conv1/conv1/kernel:0; a checkpoint of the same network has them"
    case .none(let folder):
      "no checkpoint in \(folder); train first: unreel train FRAMES -o RUN"
    case .noEpoch(let folder, let epoch, let names):
      "no checkpoint of the end of epoch \(epoch) in \(folder); there are \(names.joined(separator: ", "))"
    case .allDamaged(let folder, let reasons):
      "no checkpoint in \(folder) is whole: \(reasons.joined(separator: "; "))"
    }
  }
}
