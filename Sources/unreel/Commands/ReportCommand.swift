import ArgumentParser
import Basics
import Runs

/// `unreel report` does the last step.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Draw the figures and write the report.",
    discussion: """
      Writes RUN/figures and RUN/report.html. The report is a single file; a browser opens it from \
      disk, without a network.

      Example:
        unreel report ~/ucf101-run
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  func run() throws {
    let run = RunFolder(path)
    let settings = try Job.settings(of: run)
    let context = Job.context()
    try Job.interruptible(context, again: "unreel report \(run.path)") {
      try RunTracking.during(run, settings: settings, in: context, tellsEnds: false) { tracking in
        try ReportStep(run, settings: settings, in: context).write()
        tracking.report()
      }
    }
    try StandardOutput.say("Report:", whole: run.report)
  }
}
