import Basics

/// Motion that can't be learned from.
public enum MotionError: ExplainedError {
  /// A step whose loss or gradient is no number.
  case notFinite(step: Int)
  /// Frames that are to be grouped by motion, where none was learned.
  case notLearned(asked: String)

  /// The request's, where it asks for motion that is not there.
  public var blame: Blame {
    switch self {
    case .notFinite: .execution
    case .notLearned: .usage
    }
  }

  /// Names the step or the request, and what to try.
  public var description: String {
    switch self {
    case .notFinite(let step):
      "step \(step) of learning motion gave no number; try a smaller motion.learning_rate, or a larger "
        + "motion.temperature"
    case .notLearned(let asked):
      "frames can't be grouped by \(asked): this run learned no motion, or its frame store has none; "
        + "\"--group-by appearance\" does without"
    }
  }
}
