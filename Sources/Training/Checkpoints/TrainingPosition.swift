/// How far training has come.
public struct TrainingPosition: Equatable, Sendable {
  /// Epochs that are finished.
  public var epoch: Int
  /// Steps taken in the epoch that is not finished.
  public var stepInEpoch: Int
  /// Steps taken in all.
  public var step: Int

  /// Names a position.
  ///
  /// - Parameters:
  ///   - epoch: epochs that are finished.
  ///   - stepInEpoch: steps taken in the epoch that is not finished.
  ///   - step: steps taken in all.
  public init(epoch: Int, stepInEpoch: Int, step: Int) {
    self.epoch = epoch
    self.stepInEpoch = stepInEpoch
    self.step = step
  }

  /// Before the first step.
  public static let start = TrainingPosition(epoch: 0, stepInEpoch: 0, step: 0)
}
