import Foundation

/// How the learning rate changes over training.
public enum RateSchedule: Equatable, Sendable {
  /// It is multiplied by a factor every so many steps.
  case step(StepSchedule)
  /// It rises at first and then falls to 0 along a cosine.
  case cosine(CosineSchedule)

  /// Returns the learning rate of a step.
  ///
  /// - Parameters:
  ///   - step: steps taken before this one.
  ///   - steps: steps of the whole training.
  public func rate(at step: Int, of steps: Int) -> Double {
    switch self {
    case .step(let schedule): schedule.rate(at: step)
    case .cosine(let schedule): schedule.rate(at: step, of: steps)
    }
  }
}

/// A learning rate that is multiplied by a factor every so many steps: Caffe's policy `step`.
///
/// rate(step) = base × factor^⌊step / every⌋ (Caffe `sgd_solver.cpp`).
public struct StepSchedule: Equatable, Sendable {
  /// The learning rate of the first step.
  public var base: Double
  /// The factor that the rate is multiplied by.
  public var factor: Double
  /// Steps from one multiplication to the next; 0 keeps the rate constant.
  public var every: Int

  /// Creates a schedule; by default the rate is constant.
  ///
  /// - Parameters:
  ///   - base: the learning rate of the first step.
  ///   - factor: the factor that the rate is multiplied by.
  ///   - every: steps from one multiplication to the next; 0 keeps the rate constant.
  public init(base: Double, factor: Double = 1, every: Int = 0) {
    (self.base, self.factor, self.every) = (base, factor, every)
  }

  /// Returns the learning rate of a step.
  ///
  /// - Parameter step: steps taken before this one.
  public func rate(at step: Int) -> Double {
    every > 0 ? base * pow(factor, Double(step / every)) : base
  }
}

/// A learning rate that rises linearly at first and falls to 0 along half a cosine.
///
/// Source: Loshchilov and Hutter 2017.
public struct CosineSchedule: Equatable, Sendable {
  /// The largest learning rate.
  public var base: Double
  /// The share of all steps in which the rate rises, from 0 to 1.
  public var warmUp: Double

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - base: the largest learning rate.
  ///   - warmUp: the share of all steps in which the rate rises, from 0 to 1.
  public init(base: Double, warmUp: Double = 0.05) {
    (self.base, self.warmUp) = (base, warmUp)
  }

  /// Returns the learning rate of a step.
  ///
  /// - Parameters:
  ///   - step: steps taken before this one.
  ///   - steps: steps of the whole training.
  public func rate(at step: Int, of steps: Int) -> Double {
    let rising = warmUp * Double(steps)
    let rise = min(1, Double(step + 1) / (rising + 1))
    return base * rise * 0.5 * (1 + cos(.pi * Double(min(step, steps)) / Double(max(steps, 1))))
  }
}
