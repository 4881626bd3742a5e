import Basics

/// A demo collection that can't be begun.
public enum DemoError: ExplainedError, Equatable {
  /// The folder holds the collection of another seed.
  case otherSeed(folder: String, found: String, wanted: UInt64)

  /// The request's.
  public var blame: Blame { .usage }

  /// Such as `DEMO holds clips drawn with seed 1, not 2; draw into another folder`.
  public var description: String {
    switch self {
    case .otherSeed(let folder, let found, let wanted):
      "\(folder) holds clips drawn with seed \(found), not \(wanted); draw into another folder"
    }
  }
}
