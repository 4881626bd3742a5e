import ArgumentParser
import Foundation
import Runs
import Tracking

/// `unreel run`: the main job.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Prepare, train, evaluate and report: from a folder of videos to a picture of it.",
    discussion: """
      VIDEOS holds Category/clip.* of any format that FFmpeg reads, or clips without categories. \
      Run it again with the same RUN and it goes on where it is.

      Example:
        unreel run ~/ucf101 -o ~/ucf101-run --test-list ~/ucfTrainTestlist/testlist01.txt
      """)

  @Argument(help: "The folder of videos.")
  var videos: String

  @Option(name: .shortAndLong, help: "The run's folder, which must be new or a run's.")
  var output: String

  @OptionGroup var shared: SharedOptions
  @OptionGroup(title: "Held-out videos") var split: SplitOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Evaluation") var evaluation: EvaluationOptions

  func run() throws {
    let run = RunFolder(output)
    var settings = try run.settings() ?? Settings()
    try training.applyFiles(to: &settings)
    settings.videos = videos.absolutePath
    shared.apply(to: &settings)
    split.apply(to: &settings)
    training.apply(to: &settings)
    evaluation.apply(to: &settings)
    try Job.run(
      settings, in: run, printsJSON: shared.json, again: "unreel run \(videos) -o \(output)")
  }
}
