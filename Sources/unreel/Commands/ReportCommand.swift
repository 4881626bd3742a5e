import ArgumentParser
import Runs

/// `unreel report`: the last step.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Draw the figures and write the page.",
    discussion: """
      Writes RUN/figures and RUN/report.html, one file that opens from disk with no network.

      Example:
        unreel report ~/ucf101-run
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
  var path: String

  func run() throws {
    let run = RunFolder(path)
    guard let settings = try run.settings() else { throw RunError.nothingThere(path: run.path) }
    let context = Job.context()
    let held = try run.hold()
    try Job.interruptible(context, again: "unreel report \(run.path)") {
      try withExtendedLifetime(held) { try ReportStep(run, settings: settings, in: context).write() }
    }
    print("Report: \(run.report)")
  }
}
