import ArgumentParser
import Evaluation
import Runs

/// `unreel evaluate`: the third step.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Group the held-out videos' frames, score the groups, draw the map.",
    discussion: """
      Writes RUN/evaluation: metrics.json, with raw pixels, their principal components, raw motion, an \
      untrained network and permuted labels beside the run's own numbers; frames.csv and videos.csv; \
      features.npy, and appearance.npy and motion.npy, which it is made of; confusion.csv.

      Example:
        unreel evaluate ~/ucf101-run --clusters 10
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
  var path: String

  @OptionGroup var shared: SharedOptions
  @OptionGroup var evaluation: EvaluationOptions

  func run() throws {
    let run = RunFolder(path)
    guard var settings = try run.settings() else { throw RunError.nothingThere(path: run.path) }
    shared.apply(to: &settings)
    evaluation.apply(to: &settings)
    try settings.validate()
    let context = Job.context()
    let held = try run.hold()
    let found = try Job.interruptible(context, again: "unreel evaluate \(run.path)") {
      try EvaluateStep(run, settings: settings, in: context).evaluate()
    }
    try withExtendedLifetime(held) { try run.write(settings) }
    try Job.tell(found, asJSON: shared.json)
  }
}
