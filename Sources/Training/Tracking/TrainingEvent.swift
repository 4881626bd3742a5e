/// A place that training's events go to.
///
/// No sink may stop or slow a run: `record` returns at once and keeps its failures to itself, to be
/// told once at the end.
public protocol TrainingSink: AnyObject {
  /// Takes note of an event.
  func record(_ event: TrainingEvent)

  /// What went wrong since the start, as one line, or nil.
  var failure: String? { get }
}

/// Something that training tells whoever watches.
public enum TrainingEvent: Sendable {
  /// A step was taken.
  case step(StepRecord)
  /// An epoch came to its end.
  case epoch(EpochRecord)
  /// The features were measured without labels.
  case labelFree(LabelFreeRecord)
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

/// What can be said of the features without labels, while they are learned.
public struct LabelFreeRecord: Equatable, Sendable {
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
