import Basics

/// Runs that can't be put side by side as asked.
public enum ComparisonError: ExplainedError, Equatable {
  /// A run that is named more than once.
  case twice(path: String)
  /// A run with categories and one without.
  case mixed(labelled: String, unlabelled: String)
  /// A run without categories whose features were not judged either.
  case notJudged(path: String)
  /// A file for a figure that is of no kind that can be written.
  case unknownPicture(path: String)

  /// The request's.
  public var blame: Blame { .usage }

  /// Names the run or the file, and what to do.
  public var description: String {
    switch self {
    case .twice(let path):
      "\(path) is named twice; name every run once"
    case .mixed(let labelled, let unlabelled):
      "\(unlabelled) has no categories and \(labelled) has; compare runs of one kind at a time"
    case .notJudged(let path):
      "\(path) has no categories, and its features were not judged without; do it again: "
        + "unreel evaluate \(path)"
    case .unknownPicture(let path):
      "\(path) ends in neither .png nor .svg; a figure can be written as those"
    }
  }
}
