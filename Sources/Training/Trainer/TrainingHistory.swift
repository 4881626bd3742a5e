import Foundation
import Tensors

/// A summary of training so far: the epoch's mean loss, the last steps, and the reported signs of collapse.
///
/// Checkpoints hold the whole history. A resumed training therefore reports the same as one that was not
/// interrupted.
public struct TrainingHistory: Equatable, Sendable {
  /// How many of the last steps are kept.
  public static let length = 100

  /// The sum of the losses of the epoch's examples so far.
  public private(set) var sum = 0.0
  /// The number of the epoch's examples so far.
  public private(set) var examples = 0
  /// The losses of the last steps, oldest first.
  public private(set) var recentLosses: [Double] = []
  /// The standard deviations of the features in the last steps, oldest first.
  public private(set) var recentSpreads: [Double] = []
  /// The shares of features that were 0 in the whole batch, in the last steps, oldest first.
  public private(set) var recentDeadShares: [Double] = []
  /// The signs of collapse that were reported; each is reported once.
  public var saidSigns: Set<CollapseSign> = []

  /// Creates the history of a training without steps.
  public init() {}

  /// Restores a history from the values in a checkpoint.
  init(
    sum: Double, examples: Int, recentLosses: [Double], recentSpreads: [Double],
    recentDeadShares: [Double], saidSigns: Set<CollapseSign>
  ) {
    (self.sum, self.examples, self.saidSigns) = (sum, examples, saidSigns)
    (self.recentLosses, self.recentSpreads, self.recentDeadShares) =
      (recentLosses, recentSpreads, recentDeadShares)
  }

  /// The mean loss of the epoch so far; nil before its first step.
  public var mean: Double? { examples > 0 ? sum / Double(examples) : nil }

  /// Adds a step.
  ///
  /// - Parameters:
  ///   - loss: the mean loss of its examples.
  ///   - count: the number of its examples.
  ///   - spread: the standard deviation of its features, as ``StepRecord/featureDeviation``.
  ///   - deadShare: the share of features that are 0 in the whole batch.
  public mutating func add(_ loss: Double, examples count: Int, spread: Double, deadShare: Double) {
    sum += loss * Double(count)
    examples += count
    recentLosses = (recentLosses + [loss]).suffix(Self.length)
    recentSpreads = (recentSpreads + [spread]).suffix(Self.length)
    recentDeadShares = (recentDeadShares + [deadShare]).suffix(Self.length)
  }

  /// Starts the next epoch.
  mutating func beginEpoch() { (sum, examples) = (0, 0) }
}

/// Detects during training that a network learns nothing.
///
/// It looks at the last hundred steps, because fewer may look bad by chance.
package struct CollapseWatch {
  private enum Threshold {
    /// The least spread as a share of evenly distributed features' one; untrained networks had a tenth.
    static let spread = 0.05
    /// The largest share of features that are 0 in a whole batch; trained networks had a third.
    static let dead = 0.9
  }

  private let trivialLosses: ClosedRange<Double>?
  private let healthySpread: Double

  /// Sets up the watch.
  ///
  /// - Parameters:
  ///   - trivialLosses: the losses of networks that have learned nothing but a scale, if known.
  ///   - features: how many features there are; the spread of evenly distributed unit vectors is
  ///     1/√features.
  package init(trivialLosses: ClosedRange<Double>?, features: Int) {
    self.trivialLosses = trivialLosses
    healthySpread = 1 / Double(max(features, 1)).squareRoot()
  }

  /// Returns the first sign of collapse that was not reported yet, with a sentence about it.
  ///
  /// - Parameters:
  ///   - history: the steps so far.
  ///   - epoch: the epoch of the last step, from 1.
  /// - Returns: nil if there is no new sign.
  package func sign(
    in history: TrainingHistory, epoch: Int
  ) -> (sign: CollapseSign, sentence: String)? {
    guard history.recentLosses.count == TrainingHistory.length else { return nil }
    let signs: [(CollapseSign, String?)] = [
      (.spread, spreadSentence(Self.mean(history.recentSpreads))),
      (.dead, deadSentence(Self.mean(history.recentDeadShares))),
      // In the first epoch the loss may pass this range on its way down.
      (.idle, epoch > 1 ? idleSentence(Self.mean(history.recentLosses)) : nil),
    ]
    for (sign, sentence) in signs where !history.saidSigns.contains(sign) {
      if let sentence { return (sign, sentence) }
    }
    return nil
  }

  private func spreadSentence(_ spread: Double) -> String? {
    guard spread < Threshold.spread * healthySpread else { return nil }
    return String(
      format: "the features of all frames are nearly equal: their spread is %.5f, a healthy one "
        + "about %.4f; train with a larger learning rate or another seed", spread, healthySpread)
  }

  private func deadSentence(_ dead: Double) -> String? {
    guard dead > Threshold.dead else { return nil }
    return String(
      format: "%.0f %% of the features are 0 for every frame of a batch; train with a smaller "
        + "learning rate", 100 * dead)
  }

  private func idleSentence(_ loss: Double) -> String? {
    guard let trivialLosses, trivialLosses.contains(loss) else { return nil }
    return String(
      format:
        "the loss of the last %d steps, %.4f, lies between %.4f and %.4f, where a network has "
        + "learned nothing but a scale; train with another learning rate", TrainingHistory.length,
      loss, trivialLosses.lowerBound, trivialLosses.upperBound)
  }

  private static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }
}

/// A sign that a network learns nothing.
public enum CollapseSign: String, Sendable {
  /// The features of all frames are nearly equal.
  case spread
  /// Most features are 0 for every frame.
  case dead
  /// The loss is that of a network that has learned nothing but a scale.
  case idle
}

/// How different the features of a batch's frames are.
struct FeatureSpread {
  /// The standard deviation of a feature over the batch, averaged over all features.
  let deviation: Double
  /// The share of features that are 0 for every frame.
  let deadShare: Double

  /// Measures the features of a batch.
  ///
  /// - Parameter features: the features, frames × features.
  /// - Throws: `TensorError`.
  init(of features: Tensor) throws {
    (deviation, deadShare) = try withoutGradients {
      let centred = try features - features.mean(dimension: 0, keepsDimension: true)
      let deviations = try centred.squared().mean(dimension: 0).squareRoot()
      let squares = try features.squared().sum(dimension: 0).floats()
      return (
        Double(try deviations.mean(dimension: 0).item()),
        Double(squares.count { $0 == 0 }) / Double(max(squares.count, 1))
      )
    }
  }
}
