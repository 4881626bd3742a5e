import Basics

/// A split that can't be made.
package enum SplitError: ExplainedError {
  /// A share outside 0 ..< 1.
  case share(Double)
  /// A list that names no video of the collection.
  case nothingListed(path: String, String?)
  /// A list that names every video of the collection.
  case everythingListed(path: String)
  /// A group of clips that lists put on both sides, with a clip of each.
  case dividedGroup(String, training: String, test: String)
  /// A list that can't be read.
  case unreadable(path: String, reason: String)

  /// The request's.
  package var blame: Blame { .usage }

  /// Says what would be right.
  package var description: String {
    switch self {
    case .share(let share):
      "a test share of \(share) is not from 0 to below 1"
    case .nothingListed(let path, let example):
      "\(path) names none of the collection's videos, whose names look like "
        + "\(example ?? "clip.avi"); names begin at the collection's folder"
    case .everythingListed(let path):
      "\(path) names every video of the collection, so none is left to train on"
    case .dividedGroup(let group, let training, let test):
      "the lists divide the group \(group), whose clips share footage: \(training) would be trained "
        + "on and \(test) evaluated; put all of its clips on one side"
    case .unreadable(let path, let reason):
      "reading the list \(path): \(reason)"
    }
  }
}
