import Basics

/// A split that can't be made.
public enum SplitError: ExplainedError {
  /// A share outside 0 ..< 1.
  case share(Double)
  /// A list that names no video of the collection.
  case nothingListed(path: String, String?)
  /// A list that names every video of the collection.
  case everythingListed(path: String)
  /// A list that can't be read.
  case unreadable(path: String, reason: String)

  /// The request's.
  public var blame: Blame { .usage }

  /// Says what would be right.
  public var description: String {
    switch self {
    case .share(let share):
      "a test share of \(share) is not from 0 to below 1"
    case .nothingListed(let path, let example):
      "\(path) names no video of the collection, whose names look like \(example ?? "clip.avi")"
    case .everythingListed(let path):
      "\(path) names every video of the collection, so none is left to train on"
    case .unreadable(let path, let reason):
      "reading the list \(path): \(reason)"
    }
  }
}
