import Foundation
import Tensors

/// Notices while it happens that a network learns nothing, by the last hundred steps; fewer may be
/// chance.
package struct CollapseWatch {
  private enum Threshold {
    /// Of the spread of features that point everywhere alike; untrained networks had a tenth.
    static let spread = 0.05
    /// Features that are 0 in a whole batch; trained networks had a third.
    static let dead = 0.9
  }

  private let trivialLosses: ClosedRange<Double>?
  private let healthySpread: Double

  /// Sets up the watch.
  ///
  /// - Parameters:
  ///   - trivialLosses: the losses of networks that have learned nothing but a scale, if known.
  ///   - features: how many features there are; 1/√features is the spread of unit vectors that point
  ///     everywhere alike.
  package init(trivialLosses: ClosedRange<Double>?, features: Int) {
    self.trivialLosses = trivialLosses
    healthySpread = 1 / Double(max(features, 1)).squareRoot()
  }

  /// The first sign that shows and was not said yet, in a sentence.
  ///
  /// - Parameters:
  ///   - history: the steps so far.
  ///   - epoch: the last step's, from 1.
  package func sign(
    in history: TrainingHistory, epoch: Int
  ) -> (sign: CollapseSign, sentence: String)? {
    guard history.recentLosses.count == TrainingHistory.length else { return nil }
    let signs: [(CollapseSign, String?)] = [
      (.spread, spreadSentence(Self.mean(history.recentSpreads))),
      (.dead, deadSentence(Self.mean(history.recentDeadShares))),
      // The first epoch's losses may lie there on their way down.
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
  /// Features are 0 for every frame.
  case dead
  /// The loss is that of a network that has learned nothing but a scale.
  case idle
}

/// How different the features of a batch's frames are.
struct FeatureSpread {
  /// The standard deviation of every feature over the batch, and the mean of those.
  let deviation: Double
  /// The share of features that are 0 for every frame.
  let deadShare: Double

  /// Measures features.
  ///
  /// - Parameter features: frames × features.
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
