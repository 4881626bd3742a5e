import Foundation

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
