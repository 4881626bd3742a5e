import ArgumentParser
import Basics
import Runs

/// `unreel send` hands files to the places that a run's settings name.
struct SendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Send files to the places that a run is tracked at.",
    discussion: """
      The places are those of RUN/config.yaml: a folder of copies, a bucket, Google Drive. What can't \
      be sent now is sent by the next command that works on the run.

      Example:
        unreel send ~/videos-run notes.pdf
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  @Argument(help: ArgumentHelp("The files.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The longest time to wait.", valueName: "seconds"))
  var wait = 600.0

  func validate() throws {
    guard wait > 0, wait.isFinite else { throw ValidationError("--wait must be more than 0.") }
  }

  func run() throws {
    let run = RunFolder(path)
    let settings = try Job.settings(of: run)
    for file in files where !Folder.isFile(file) {
      throw TrackingError.noFile(path: file)
    }
    guard settings.tracking.keepsFiles else { throw TrackingError.noPlace(run: path) }
    let left = try RunTracking.send(
      files, of: run, settings: settings, within: wait
    ) { StandardError.say($0) }
    for place in left {
      StandardError.say(
        "\(place.sink): not sent yet" + (place.problem.map { ": \($0)" } ?? ""))
    }
    guard left.isEmpty else { throw ExitCode.failure }
    try StandardOutput.write("Sent.")
  }
}
