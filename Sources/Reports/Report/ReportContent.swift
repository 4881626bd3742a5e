import Basics
import Datasets
import Evaluation
import Numerics
import Training
import Videos

/// Everything that a report shows, as plain values.
package struct ReportContent {
  /// What the collection is called.
  package var name: String
  /// The content of `metrics.json`.
  package var evaluation: Evaluation
  /// The rows of `frames.csv`.
  package var frames: [FramesTable.Row]
  /// Reads the stored picture of a frame.
  package var picture: (FramesTable.Row) throws -> RGBImage
  /// What a linear probe took every category for; nil without a probe.
  package var confusion: ConfusionMatrix?
  /// How training went.
  package var training = TrainingCourse()
  /// What the sampler drew; nil for a run that kept no audit.
  package var audit: SamplerAudit?
  /// What became of every video.
  package var ledger: Ledger
  /// Every setting that the result depends on.
  package var settings: [NamedText] = []

  /// How training went, as its log tells.
  package struct TrainingCourse {
    /// What the loss is called.
    package var lossTitle = "Loss"
    /// The losses of networks that have learned nothing but a scale, if known.
    package var trivialLosses: ClosedRange<Double>?
    /// The steps.
    package var steps: [MetricsLog.Entry] = []
    /// The label-free metrics at checkpoints.
    package var labelFree: [MetricsLog.Judged] = []
    /// What was warned of.
    package var warnings: [String] = []

    /// A training of which nothing is known.
    package init() {}
  }

  /// Names what every report needs; the rest can be set.
  ///
  /// - Parameters:
  ///   - name: what the collection is called.
  ///   - evaluation: the content of `metrics.json`.
  ///   - frames: the rows of `frames.csv`.
  ///   - ledger: what became of every video.
  ///   - picture: reads the stored picture of a frame.
  package init(
    name: String, evaluation: Evaluation, frames: [FramesTable.Row], ledger: Ledger,
    picture: @escaping (FramesTable.Row) throws -> RGBImage
  ) {
    (self.name, self.evaluation, self.frames) = (name, evaluation, frames)
    (self.ledger, self.picture) = (ledger, picture)
  }
}
