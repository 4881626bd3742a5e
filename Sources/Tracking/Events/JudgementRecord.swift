/// What can be said of the features without labels, while they are learned.
public struct JudgementRecord: Equatable, Sendable {
  /// One of the numbers that it rests on.
  public struct Measure: Equatable, Sendable {
    /// Its name, in snake case.
    public var name: String
    /// Its value.
    public var value: Double

    /// Names a value.
    public init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
  }

  /// Steps taken so far.
  public var step: Int
  /// Epochs that are over.
  public var epoch: Int
  /// The numbers.
  public var measures: [Measure]
  /// What they come to.
  public var sentence: String

  /// Puts a record together.
  public init(step: Int, epoch: Int, measures: [Measure], sentence: String) {
    (self.step, self.epoch) = (step, epoch)
    (self.measures, self.sentence) = (measures, sentence)
  }
}
