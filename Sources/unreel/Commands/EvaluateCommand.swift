import ArgumentParser
import Evaluation
import Runs

/// `unreel evaluate` does the third step.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Cluster the frames of the held-out videos and measure the clusters.",
    discussion: """
      Writes these files to RUN/evaluation: metrics.json holds the metrics of the run, and those of \
      the baselines: raw pixels, their principal components, raw motion, an untrained network and \
      permuted labels. frames.csv and videos.csv hold the clusters and the map. features.npy holds \
      the features, which are made of appearance.npy and motion.npy. confusion.csv holds the \
      confusion matrix.

      Example:
        unreel evaluate ~/ucf101-run --clusters 10
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  @OptionGroup var shared: SharedOptions
  @OptionGroup var compute: DeviceOptions
  @OptionGroup var evaluation: EvaluationOptions

  func run() throws {
    let run = RunFolder(path)
    var settings = try Job.settings(of: run)
    shared.apply(to: &settings)
    compute.apply(to: &settings)
    evaluation.apply(to: &settings)
    try settings.validate()
    let context = Job.context()
    let held = try run.hold()
    try Job.interruptible(context, again: "unreel evaluate \(run.path)") {
      try RunTracking.during(run, settings: settings, in: context) { tracking in
        tracking.stage("evaluating")
        tracking.result(try EvaluateStep(run, settings: settings, in: context).evaluate())
        try CollectionStep(run, settings: settings, in: context).group()
        try tracking.grouped(settings, in: context)
      }
    }
    try withExtendedLifetime(held) { try run.write(settings) }
    try Job.showFindings(of: run, asJSON: shared.json)
  }
}
