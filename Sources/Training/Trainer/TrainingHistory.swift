/// What training has looked like: the mean loss of the epoch so far, the last steps, and the signs of
/// collapse that were said.
///
/// All of it goes into checkpoints, so that a training that goes on says what it would have said.
public struct TrainingHistory: Equatable, Sendable {
  /// How many of the last steps are kept.
  public static let length = 100

  /// The losses of the epoch's steps so far, each times its examples.
  public private(set) var sum = 0.0
  /// The examples of the epoch's steps so far.
  public private(set) var examples = 0
  /// The losses of the last steps, the latest at the end.
  public private(set) var recentLosses: [Double] = []
  /// The spreads of the features in the last steps.
  public private(set) var recentSpreads: [Double] = []
  /// The shares of features that were 0 in the whole batch, in the last steps.
  public private(set) var recentDeadShares: [Double] = []
  /// The signs that were said; each is said once.
  public var saidSigns: Set<CollapseSign> = []

  /// No step yet.
  public init() {}

  /// Takes up what a checkpoint kept.
  init(
    sum: Double, examples: Int, recentLosses: [Double], recentSpreads: [Double],
    recentDeadShares: [Double], saidSigns: Set<CollapseSign>
  ) {
    (self.sum, self.examples, self.saidSigns) = (sum, examples, saidSigns)
    (self.recentLosses, self.recentSpreads, self.recentDeadShares) =
      (recentLosses, recentSpreads, recentDeadShares)
  }

  /// The mean loss of the epoch so far, nil before its first step.
  public var mean: Double? { examples > 0 ? sum / Double(examples) : nil }

  /// Adds a step.
  ///
  /// - Parameters:
  ///   - loss: its loss.
  ///   - count: its examples.
  ///   - spread: the standard deviation of its features.
  ///   - deadShare: the share of features that are 0 in the whole batch.
  public mutating func add(_ loss: Double, examples count: Int, spread: Double, deadShare: Double) {
    sum += loss * Double(count)
    examples += count
    recentLosses = (recentLosses + [loss]).suffix(Self.length)
    recentSpreads = (recentSpreads + [spread]).suffix(Self.length)
    recentDeadShares = (recentDeadShares + [deadShare]).suffix(Self.length)
  }

  /// Begins the next epoch.
  mutating func beginEpoch() { (sum, examples) = (0, 0) }
}
