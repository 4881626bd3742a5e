import Basics

/// Motion that can't be learned from.
public enum MotionError: ExplainedError {
  /// A step whose loss or gradient is no number.
  case notFinite(step: Int)

  /// The numbers', not the request's.
  public var blame: Blame { .execution }

  /// Names the step and what to try.
  public var description: String {
    switch self {
    case .notFinite(let step):
      "step \(step) of learning motion gave no number; try a smaller motion.learning_rate, or a larger "
        + "motion.temperature"
    }
  }
}
