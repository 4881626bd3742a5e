import Basics

/// A file that is HDF5 but no checkpoint of this program.
public enum CheckpointError: ExplainedError {
  /// It was written by a version with another layout.
  case otherFormat(path: String, version: Int)
  /// It is of a network that this version does not know.
  case unknownArchitecture(path: String, name: String)
  /// A folder has no checkpoint to go on from.
  case none(folder: String)

  /// The request's: another file was meant.
  public var blame: Blame { .usage }

  /// Names the file and what is in the way.
  public var description: String {
    switch self {
    case .otherFormat(let path, let version):
      "\(path) has format \(version), this program reads \(Checkpoint.formatVersion)"
    case .unknownArchitecture(let path, let name):
      "\(path) is of the network \(name), which this program does not know"
    case .none(let folder):
      "no checkpoint in \(folder); train first: unreel train FRAMES -o RUN"
    }
  }
}
