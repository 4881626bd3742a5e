import ArgumentParser
import Foundation
import Runs
import Training

/// `unreel run`: the main job.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Prepare, train, evaluate and report: from a folder of videos to a picture of it.",
    discussion: #"""
      VIDEOS holds Category/clip.* of any format that FFmpeg reads, or clips without categories. \#
      Run it again with the same RUN and it goes on where it is.

      Example:
        unreel run ~/videos -o ~/videos-run
        unreel run --ucf101 ~/UCF-101 --lists ~/ucfTrainTestlist --split 1 \
          --categories Archery,Billiards -o ~/ucf101-run
      """#)

  @OptionGroup(title: "Videos") var videos: VideoOptions

  @Option(name: .shortAndLong, help: "The run's folder, which must be new or a run's.")
  var output: String

  @OptionGroup var shared: SharedOptions
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
    split.apply(to: &settings)
    training.apply(to: &settings)
    evaluation.apply(to: &settings)
    if files.overrides.printConfig { return try files.show(settings) }
    guard videos.ucf101 == nil || settings.split.ucf101Lists != nil else {
      throw ValidationError("Name the folder of UCF101's lists: --lists DIR.")
    }
    try Job.run(
      settings, in: run, mayChange: training.changeSettings, printsJSON: shared.json,
      again: "unreel run \(videos.typed) -o \(output)")
  }
}
