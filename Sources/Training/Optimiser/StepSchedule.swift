import Foundation

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
