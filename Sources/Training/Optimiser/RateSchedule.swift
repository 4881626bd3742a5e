import Foundation

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

/// A learning rate that falls by a factor every so many steps: Caffe's policy `step`.
///
/// rate(step) = base × factor^⌊step / every⌋ (Caffe `sgd_solver.cpp`).
public struct StepSchedule: Equatable, Sendable {
  /// The rate of the first step.
  public var base: Double
  /// What the rate is multiplied by.
  public var factor: Double
  /// Steps from one fall to the next; 0 leaves the rate as it is.
  public var every: Int

  /// Names a schedule; by default the rate stays.
  ///
  /// - Parameters:
  ///   - base: the rate of the first step.
  ///   - factor: what the rate is multiplied by.
  ///   - every: steps from one fall to the next; 0 leaves the rate as it is.
  public init(base: Double, factor: Double = 1, every: Int = 0) {
    (self.base, self.factor, self.every) = (base, factor, every)
  }

  /// The rate of a step.
  ///
  /// - Parameter step: steps taken before it.
  public func rate(at step: Int) -> Double {
    every > 0 ? base * pow(factor, Double(step / every)) : base
  }
}

/// A learning rate that rises evenly at first and then falls to 0 along half a cosine (Loshchilov and
/// Hutter 2017).
public struct CosineSchedule: Equatable, Sendable {
  /// The largest rate.
  public var base: Double
  /// The share of all steps in which it rises.
  public var warmUp: Double

  /// Names a schedule.
  ///
  /// - Parameters:
  ///   - base: the largest rate.
  ///   - warmUp: the share of all steps in which it rises.
  public init(base: Double, warmUp: Double = 0.05) {
    (self.base, self.warmUp) = (base, warmUp)
  }

  /// The rate of a step.
  ///
  /// - Parameters:
  ///   - step: steps taken before it.
  ///   - steps: steps in all.
  public func rate(at step: Int, of steps: Int) -> Double {
    let rising = warmUp * Double(steps)
    let rise = min(1, Double(step + 1) / (rising + 1))
    return base * rise * 0.5 * (1 + cos(.pi * Double(min(step, steps)) / Double(max(steps, 1))))
  }
}
