import Datasets

/// A step that was not taken, since its loss or its gradient was no number.
public struct BadStep: Sendable {
  /// How many steps were taken before it.
  public let step: Int
  /// The loss.
  public let loss: Double
  /// The norm of the gradient; nil where the loss was bad already.
  public let gradientNorm: Double?
  /// The batch.
  public let examples: [Example]
}

/// What a trainer does at a bad step.
public enum BadStepPolicy: String, CaseIterable, Sendable {
  /// Saves and stops.
  case stop
  /// Goes on with the next batch.
  case skip
}
