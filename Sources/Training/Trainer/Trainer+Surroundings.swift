import Tracking

extension Trainer {
  /// Where a trainer turns to.
  public struct Surroundings {
    /// Asked before the first step and after every one.
    public var isCancelled: () -> Bool = { false }
    /// Writes a checkpoint of the trainer's state and returns its path.
    public var save: (Trainer) throws -> String
    /// Judges the network at the end of an epoch after which a checkpoint is written; nil where nobody does.
    public var judge: (Trainer) throws -> JudgementRecord? = { _ in nil }
    /// Keeps a batch whose step could not be taken, and returns where it lies.
    public var keep: (BadStep) throws -> String = { _ in "nothing" }
    /// The clock, which only decides when checkpoints are written.
    public var now: () -> ContinuousClock.Instant = { ContinuousClock().now }

    /// Names who saves; the rest can be set.
    public init(save: @escaping (Trainer) throws -> String) { self.save = save }
  }
}
