import Basics

/// A fine-tuning that can't be begun or gone on with.
public enum FinetuningError: ExplainedError {
  /// A held-out video's category has no video to learn it from.
  case unknownCategory(String)
  /// The run's own folder was named for the fine-tuning.
  case runItself(path: String)
  /// Settings that differ from those that it was begun with.
  case differ(path: String)

  /// The request's.
  public var blame: Blame { .usage }

  /// Says what is in the way, and what to do.
  public var description: String {
    switch self {
    case .unknownCategory(let category):
      "no training video has the category \(category) of a held-out one, so it can't be learned; "
        + "begin the run with another --test-share or --test-list"
    case .runItself(let path):
      "\(path) is the run itself; choose another folder with -o"
    case .differ(let path):
      "\(path) was begun with other settings or another network; choose another folder with -o"
    }
  }
}
