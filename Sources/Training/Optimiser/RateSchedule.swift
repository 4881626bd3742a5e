/// How the learning rate changes over training.
public enum RateSchedule: Equatable, Sendable {
  /// It falls by a factor every so many steps.
  case step(StepSchedule)
  /// It rises, and falls to 0 at the end.
  case cosine(CosineSchedule)

  /// The rate of a step.
  ///
  /// - Parameters:
  ///   - step: steps taken before it.
  ///   - steps: steps in all.
  public func rate(at step: Int, of steps: Int) -> Double {
    switch self {
    case .step(let schedule): schedule.rate(at: step)
    case .cosine(let schedule): schedule.rate(at: step, of: steps)
    }
  }
}
