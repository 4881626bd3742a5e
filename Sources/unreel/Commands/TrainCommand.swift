import ArgumentParser
import Foundation
import Runs

/// `unreel train`: the second step.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a siamese network on the frames of a store.",
    discussion: """
      Example:
        unreel train ~/ucf101-frames -o ~/ucf101-run --epochs 20
        unreel train -o ~/ucf101-run --resume --epochs 40
      """)

  @Argument(help: "The frame store's folder; left out where the settings name it.")
  var frames: String?

  @Option(name: .shortAndLong, help: "The run's folder.")
  var output = "run"

  @Flag(help: "Go on from the run's latest checkpoint.")
  var resume = false

  @OptionGroup var shared: SharedOptions
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
    try Job.interruptible(context, again: "unreel train -o \(output) --resume") { try job.perform() }
    let latest = try run.checkpoints.latest() ?? ""
    print(shared.json ? "{\"checkpoint\": \"\(latest)\"}" : "Checkpoint: \(latest)")
  }
}
