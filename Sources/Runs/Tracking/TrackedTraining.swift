import Tracking
import Training

/// Tells the events of a training to the run's tracking.
final class TrackedTraining: TrainingSink {
  /// Always nil: what can't be delivered is told at the end of the command.
  let failure: String? = nil

  private let tracking: RunTracking
  private let stage: String
  private var last: StepRecord?
  /// The epoch that ended after the last step; nil in the middle of an epoch.
  private var ended: EpochRecord?

  init(_ tracking: RunTracking, stage: String) { (self.tracking, self.stage) = (tracking, stage) }

  func record(_ event: TrainingEvent) {
    switch event {
    case .step(let step):
      (last, ended) = (step, nil)
      tracking.record(.step) {
        $0.stage = stage
        $0.step = step.step
        $0.epoch = step.epoch
        $0.values = [
          "loss": finite(step.loss), "learning_rate": finite(step.learningRate),
          "pairs_per_second": finite(step.pairsPerSecond), "data_wait": finite(step.dataWait),
          "feature_std": finite(step.featureDeviation), "dead_features": finite(step.deadShare),
        ]
      }
    case .epoch(let epoch):
      ended = epoch
      tracking.record(.epoch) {
        $0.stage = stage
        $0.step = last?.step
        $0.epoch = epoch.epoch
        $0.epochs = epoch.epochs
        $0.values = [
          "loss": finite(epoch.loss), "learning_rate": last.map { $0.learningRate },
        ]
      }
    case .labelFree(let record):
      tracking.record(.labelFree) {
        $0.stage = stage
        $0.step = record.step
        $0.epoch = record.epoch
        $0.values = Dictionary(
          record.measures.map { ($0.name, finite($0.value)) }, uniquingKeysWith: { $1 })
      }
    case .checkpoint(let path): tracking.file(path, .checkpoint, step: last?.step, after: ended)
    case .warning(let step, let text):
      tracking.record(.warning) {
        $0.stage = stage
        $0.step = step
        $0.text = text
      }
    }
  }

  /// JSON has no numbers that are not finite.
  private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
