import Foundation
import Tracking

/// Notices while it happens that a network learns nothing, and says each sign of it once.
package struct CollapseWatch {
  /// So many steps in a row make a sign; fewer may be chance.
  package static let window = 100

  private enum Threshold {
    /// Of the spread of features that point everywhere alike; untrained networks had a tenth.
    static let spread = 0.05
    /// Features that are 0 in a whole batch; trained networks had a third.
    static let dead = 0.9
  }

  private let idleLosses: ClosedRange<Double>?
  private let healthySpread: Double
  private var spreads: [Double] = []
  private var deadShares: [Double] = []
  private var said: Set<String> = []

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - idleLosses: the losses of networks that have learned nothing but a scale, if known.
  ///   - features: how many features there are; 1/√features is the spread of unit vectors that point
  ///     everywhere alike.
  package init(idleLosses: ClosedRange<Double>?, features: Int) {
    self.idleLosses = idleLosses
    healthySpread = 1 / Double(max(features, 1)).squareRoot()
  }

  /// Takes note of a step.
  ///
  /// - Returns: a sentence where a sign shows for the first time.
  package mutating func warning(after step: StepRecord, losses: LossHistory) -> String? {
    spreads = (spreads + [step.featureDeviation]).suffix(Self.window)
    deadShares = (deadShares + [step.deadShare]).suffix(Self.window)
    guard spreads.count == Self.window else { return nil }
    return spreadSign ?? deadSign ?? idleSign(losses, epoch: step.epoch)
  }

  private var spreadSign: String? {
    mutating get {
      let spread = spreads.reduce(0, +) / Double(Self.window)
      guard spread < Threshold.spread * healthySpread else { return nil }
      return once(
        "spread",
        String(
          format:
            "the features of all frames are nearly equal: their spread is %.5f, a healthy one "
            + "about %.4f; train with a larger learning rate or another seed", spread, healthySpread
        ))
    }
  }

  private var deadSign: String? {
    mutating get {
      let dead = deadShares.reduce(0, +) / Double(Self.window)
      guard dead > Threshold.dead else { return nil }
      return once(
        "dead",
        String(
          format: "%.0f %% of the features are 0 for every frame of a batch; train with a smaller "
            + "learning rate", 100 * dead))
    }
  }

  /// The first epoch's losses may lie there on their way down.
  private mutating func idleSign(_ losses: LossHistory, epoch: Int) -> String? {
    guard let idleLosses, epoch > 1, losses.recent.count == LossHistory.length else { return nil }
    let mean = losses.recent.reduce(0, +) / Double(losses.recent.count)
    guard idleLosses.contains(mean) else { return nil }
    return once(
      "idle",
      String(
        format:
          "the loss of the last %d steps, %.4f, lies between %.4f and %.4f, where a network has "
          + "learned nothing but a scale; train with another learning rate", losses.recent.count,
        mean, idleLosses.lowerBound, idleLosses.upperBound))
  }

  private mutating func once(_ sign: String, _ sentence: String) -> String? {
    said.insert(sign).inserted ? sentence : nil
  }
}
