/// A receiver of training events, such as a log or a console.
///
/// A sink must not stop or slow down training. `record` returns at once, and failures are only reported by
/// ``failure`` at the end.
public protocol TrainingSink: AnyObject {
  /// Records an event.
  ///
  /// - Parameter event: the event.
  func record(_ event: TrainingEvent)

  /// What went wrong so far, in one line; nil if nothing did.
  var failure: String? { get }
}

/// An event of training.
public enum TrainingEvent: Sendable {
  /// A step was taken.
  case step(StepRecord)
  /// An epoch ended.
  case epoch(EpochRecord)
  /// Label-free metrics were computed.
  case labelFree(LabelFreeRecord)
  /// A checkpoint was written.
  case checkpoint(path: String)
  /// Something is wrong, but training continues.
  case warning(step: Int, text: String)
}

/// One step of training.
public struct StepRecord: Equatable, Sendable {
  /// Steps taken so far, this one included.
  public var step: Int
  /// The step's epoch, from 1.
  public var epoch: Int
  /// The mean loss of the step's examples.
  public var loss: Double
  /// Examples trained on per second; pairs, for most objectives.
  public var pairsPerSecond: Double
  /// The share of the step's time spent waiting for frames, from 0 to 1.
  public var dataWait: Double
  /// The learning rate.
  public var learningRate: Double
  /// The standard deviation of a normalised feature over the batch, averaged over the features.
  ///
  /// It is 0 if all frames have equal features, and about 1/√length if the features are evenly distributed.
  public var featureDeviation: Double
  /// The share of features that are 0 for every frame of the batch, from 0 to 1.
  public var deadShare: Double

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - step: steps taken so far, this one included.
  ///   - epoch: the step's epoch, from 1.
  ///   - loss: the mean loss of the step's examples.
  ///   - pairsPerSecond: examples trained on per second.
  ///   - dataWait: the share of the time spent waiting for frames, from 0 to 1.
  ///   - learningRate: the learning rate.
  ///   - featureDeviation: the standard deviation of a feature over the batch, averaged over the features.
  ///   - deadShare: the share of features that are 0 for every frame of the batch, from 0 to 1.
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
  /// The epoch's number, from 1.
  public var epoch: Int
  /// Epochs of the whole training.
  public var epochs: Int
  /// The mean loss of the epoch's examples.
  public var loss: Double

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - epoch: the epoch's number, from 1.
  ///   - epochs: epochs of the whole training.
  ///   - loss: the mean loss of the epoch's examples.
  public init(epoch: Int, epochs: Int, loss: Double) {
    self.epoch = epoch
    self.epochs = epochs
    self.loss = loss
  }
}

/// Label-free metrics of the features at one moment of training.
public struct LabelFreeRecord: Equatable, Sendable {
  /// One metric.
  public struct Measure: Equatable, Sendable {
    /// The metric's name in the log, in snake case.
    public var name: String
    /// The metric's value.
    public var value: Double

    /// Creates a metric.
    ///
    /// - Parameters:
    ///   - name: its name in the log, in snake case.
    ///   - value: its value.
    public init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
  }

  /// Steps taken so far.
  public var step: Int
  /// Finished epochs.
  public var epoch: Int
  /// The metrics.
  public var measures: [Measure]
  /// A summary of the metrics in one sentence.
  public var sentence: String

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - step: steps taken so far.
  ///   - epoch: finished epochs.
  ///   - measures: the metrics.
  ///   - sentence: a summary of the metrics in one sentence.
  public init(step: Int, epoch: Int, measures: [Measure], sentence: String) {
    (self.step, self.epoch) = (step, epoch)
    (self.measures, self.sentence) = (measures, sentence)
  }
}
