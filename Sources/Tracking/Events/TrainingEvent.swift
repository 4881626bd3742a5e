/// Something that training tells whoever watches.
public enum TrainingEvent: Sendable {
  /// A step was taken.
  case step(StepRecord)
  /// An epoch came to its end.
  case epoch(EpochRecord)
  /// The features were judged, without labels.
  case judgement(JudgementRecord)
  /// A checkpoint was written.
  case checkpoint(path: String)
  /// Something is wrong that training goes on with.
  case warning(step: Int, text: String)
}

/// One step of training.
public struct StepRecord: Equatable, Sendable {
  /// Steps taken so far, this one included.
  public var step: Int
  /// The epoch it belongs to, from 1.
  public var epoch: Int
  /// Mean loss of its examples.
  public var loss: Double
  /// Pairs, or whatever the examples are, trained on a second.
  public var pairsPerSecond: Double
  /// Share of its time spent waiting for frames, 0 to 1.
  public var dataWait: Double
  /// The learning rate.
  public var learningRate: Double
  /// Standard deviation over the batch of a normalised feature, mean over the features: 0 where
  /// all features are equal, about 1/√length where they are spread evenly.
  public var featureDeviation: Double
  /// The share of features that are 0 for every frame of the batch.
  public var deadShare: Double

  /// Describes a step.
  public init(
    step: Int, epoch: Int, loss: Double, pairsPerSecond: Double, dataWait: Double,
    learningRate: Double, featureDeviation: Double, deadShare: Double = 0
  ) {
    self.step = step
    self.epoch = epoch
    self.loss = loss
    self.pairsPerSecond = pairsPerSecond
    self.dataWait = dataWait
    self.learningRate = learningRate
    self.featureDeviation = featureDeviation
    self.deadShare = deadShare
  }
}

/// One epoch of training.
public struct EpochRecord: Equatable, Sendable {
  /// The epoch, from 1.
  public var epoch: Int
  /// Epochs that there will be.
  public var epochs: Int
  /// Mean loss of its examples.
  public var loss: Double

  /// Describes an epoch.
  public init(epoch: Int, epochs: Int, loss: Double) {
    self.epoch = epoch
    self.epochs = epochs
    self.loss = loss
  }
}
