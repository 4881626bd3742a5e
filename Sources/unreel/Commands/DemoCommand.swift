import ArgumentParser
import Foundation
import Runs
import Videos

/// `unreel demo` does the main job on videos that the program draws itself.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Draw a collection of videos, run all steps on it, and write a report.",
    discussion: """
      The collection has six categories of twelve clips. The categories differ in what moves and how; \
      colour, light, background, place and size vary. You need no data set. Training takes 60 \
      epochs unless you give --epochs.

      Example:
        unreel demo -o demo
      """)

  @Option(name: .shortAndLong, help: "The folder for the drawn videos and the run.")
  var output = "demo"

  @OptionGroup var shared: SharedOptions
  @OptionGroup var compute: DeviceOptions
  @OptionGroup var categories: CategoryOptions
  @OptionGroup(title: "Held-out videos") var split: SplitOptions
  @OptionGroup(title: "Settings") var files: SettingsOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Evaluation") var evaluation: EvaluationOptions

  func run() throws {
    let videos = output + "/drawn-videos"
    let run = RunFolder(output + "/run")
    var settings = try run.settings() ?? Self.defaults
    try files.apply(to: &settings)
    settings.videos = videos.absolutePath
    shared.apply(to: &settings)
    compute.apply(to: &settings)
    categories.apply(to: &settings)
    split.apply(to: &settings)
    training.apply(to: &settings)
    evaluation.apply(to: &settings)
    if files.overrides.printConfig { return try files.show(settings) }
    try settings.validate()
    let again = "unreel demo -o \(output)"
    let context = Job.context()
    try Job.interruptible(context, again: again) {
      try DrawStep(into: videos, threads: settings.threads, in: context).draw()
    }
    try Job.run(
      settings, in: run, mayChange: training.changeSettings, asJSON: shared.json, again: again)
  }

  /// The settings without options: 60 epochs, which take two to three minutes on two cores.
  ///
  /// The network needs so many epochs to distinguish the six categories.
  private static var defaults: Settings {
    var settings = Settings()
    (settings.training.epochs, settings.training.maxSteps) = (60, nil)
    return settings
  }
}
