import Basics

/// A demo collection that can't be begun or brought to an end.
public enum DemoError: ExplainedError, Equatable {
  /// It was asked to stop.
  case cancelled(folder: String, clipsDone: Int, clipsInAll: Int)
  /// The folder holds the collection of another seed.
  case otherSeed(folder: String, found: String, wanted: UInt64)

  /// The request's, unless it was stopped.
  public var blame: Blame {
    if case .cancelled = self { .execution } else { .usage }
  }

  /// Such as `DEMO holds clips drawn with seed 1, not 2; draw into another folder`.
  public var description: String {
    switch self {
    case .cancelled(let folder, let done, let all):
      "stopped after \(done) of \(all) clips; run it again to go on with \(folder)"
    case .otherSeed(let folder, let found, let wanted):
      "\(folder) holds clips drawn with seed \(found), not \(wanted); draw into another folder"
    }
  }
}
