/// The losses of a training: the mean of the epoch so far, and the last ones.
public struct LossHistory: Equatable, Sendable {
  /// How many of the last losses are kept.
  public static let length = 100

  /// The losses of the epoch's steps so far, each times its examples.
  public private(set) var sum = 0.0
  /// The examples of the epoch's steps so far.
  public private(set) var examples = 0
  /// The losses of the last steps, the latest at the end.
  public private(set) var recent: [Double] = []

  /// No step yet.
  public init() {}

  /// Takes up what a checkpoint kept.
  init(sum: Double, examples: Int, recent: [Double]) {
    (self.sum, self.examples, self.recent) = (sum, examples, recent)
  }

  /// The mean loss of the epoch so far, nil before its first step.
  public var mean: Double? { examples > 0 ? sum / Double(examples) : nil }

  /// Adds a step.
  package mutating func add(_ loss: Double, examples count: Int) {
    sum += loss * Double(count)
    examples += count
    recent.append(loss)
    if recent.count > Self.length { recent.removeFirst() }
  }

  /// Begins the next epoch.
  mutating func beginEpoch() { (sum, examples) = (0, 0) }
}
