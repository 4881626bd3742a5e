import ArgumentParser
import Basics
import Runs

/// `unreel train` does the second step.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a siamese network on the frames of a frame store.",
    discussion: """
      Writes checkpoints to RUN/checkpoints and the loss of every step to RUN/metrics.jsonl. To \
      continue after a stop, or for more epochs, give --resume.

      Example:
        unreel train ~/ucf101-frames -o ~/ucf101-run --epochs 20
        unreel train -o ~/ucf101-run --resume --epochs 40
      """)

  @Argument(help: "The folder of the frame store. Leave it out if the settings name it.")
  var frames: String?

  @Option(name: .shortAndLong, help: "The folder of the run.")
  var output = "run"

  @Flag(help: "Continue from the latest checkpoint of the run.")
  var resume = false

  @OptionGroup var shared: SharedOptions
  @OptionGroup var compute: DeviceOptions
  @OptionGroup var categories: CategoryOptions
  @OptionGroup(title: "Held-out videos") var split: SplitOptions
  @OptionGroup(title: "Settings") var files: SettingsOptions
  @OptionGroup(title: "Training") var training: TrainingOptions

  func run() throws {
    let run = RunFolder(output)
    var settings = Settings()
    let begun = try run.settings()
    if let begun {
      guard resume else { throw RunError.begun(path: output) }
      settings = begun
    } else if resume {
      throw RunError.nothingThere(path: output)
    }
    try files.apply(to: &settings)
    if let frames { settings.frames = frames.absolutePath }
    guard
      frames != nil || files.overrides.printConfig || begun != nil || files.overrides.config != nil
    else {
      throw ValidationError("Name the frame store: unreel train FRAMES -o \(output)")
    }
    shared.apply(to: &settings)
    compute.apply(to: &settings)
    categories.apply(to: &settings)
    split.apply(to: &settings)
    training.apply(to: &settings)
    if files.overrides.printConfig { return try files.show(settings) }
    try train(run, settings, begun: begun)
  }

  private func train(_ run: RunFolder, _ settings: Settings, begun: Settings?) throws {
    let context = Job.context()
    let job = try TrainingJob(
      run, settings: settings, begun: begun, mayChange: training.changeSettings, in: context)
    try Job.interruptible(context, again: "unreel train -o \(output) --resume") {
      try job.perform()
    }
    let latest = try run.checkpoints.latest() ?? ""
    try Job.show(
      "Checkpoint:", whole: latest, json: JSONFile.line(of: ["checkpoint": latest]) + "\n",
      asJSON: shared.json)
  }
}
