import Basics

/// A folder that can't be read as a frame store.
public enum FrameStoreError: ExplainedError, Equatable {
  /// There is none at the path.
  case missing(path: String)
  /// Its preparation was stopped before the end.
  case unfinished(path: String)

  /// The request's.
  public var blame: Blame { .usage }

  /// Such as `FRAMES is not a frame store; make one with unreel prepare`.
  public var description: String {
    switch self {
    case .missing(let path): "\(path) is not a frame store; make one with unreel prepare"
    case .unfinished(let path):
      "the frame store \(path) is not finished; run unreel prepare on it again"
    }
  }
}
