import ArgumentParser
import Runs

/// `unreel run` does the main job: all four steps.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Prepare, train, evaluate and report, in one command.",
    discussion: #"""
      VIDEOS holds Category/clip.* in any format that FFmpeg reads, or clips without categories. If \#
      the run is stopped, give the same command again to continue it.

      Example:
        unreel run ~/videos -o ~/videos-run
        unreel run --ucf101 ~/UCF-101 --lists ~/ucfTrainTestlist --split 1 \
          --categories Archery,Billiards -o ~/ucf101-run
      """#)

  @OptionGroup(title: "Videos") var videos: VideoOptions

  @Option(
    name: .shortAndLong, help: "The folder of the run: a new folder, or that of a run to continue.")
  var output: String

  @OptionGroup var shared: SharedOptions
  @OptionGroup var compute: DeviceOptions
  @OptionGroup(title: "Held-out videos") var split: SplitOptions
  @OptionGroup(title: "Settings") var files: SettingsOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Evaluation") var evaluation: EvaluationOptions

  func run() throws {
    let run = RunFolder(output)
    var settings = try run.settings() ?? Settings()
    try files.apply(to: &settings)
    videos.apply(to: &settings)
    shared.apply(to: &settings)
    compute.apply(to: &settings)
    split.apply(to: &settings)
    training.apply(to: &settings)
    evaluation.apply(to: &settings)
    if files.overrides.printConfig { return try files.show(settings) }
    guard videos.ucf101 == nil || settings.split.ucf101Lists != nil else {
      throw ValidationError("Name the folder of UCF101's lists: --lists DIR.")
    }
    try Job.run(
      settings, in: run, mayChange: training.changeSettings, asJSON: shared.json,
      again: "unreel run \(videos.typed) -o \(output)")
  }
}
