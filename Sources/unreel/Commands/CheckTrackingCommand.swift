import ArgumentParser
import Basics
import Runs

/// `unreel check-tracking` tries the places that a run is tracked at.
struct CheckTrackingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-tracking",
    abstract: "Try every place that a run is tracked at, with one row and one small file.",
    discussion: """
      The places are those of RUN/config.yaml, of --config and of --set. They get a run that is called \
      unreel-check; you can delete it there.

      Example:
        unreel check-tracking --set tracking.google_sheets=true --set tracking.google_drive=true
        unreel check-tracking ~/videos-run
      """)

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
  var path: String?

  @OptionGroup(title: "Settings") var files: SettingsOptions

  @Flag(help: "Print the answers as JSON on standard output.")
  var json = false

  func run() throws {
    var settings = try path.map { try Job.settings(of: RunFolder($0)) } ?? Settings()
    try files.apply(to: &settings)
    if files.overrides.printConfig { return try files.show(settings) }
    try settings.validate()
    guard settings.tracking.isUsed else { throw TrackingError.noPlace(run: path ?? "tracking") }
    let answers = try TrackingCheck.answers(of: settings)
    if json {
      try StandardOutput.write(JSONFile.line(of: answers, keys: .snakeCase))
    } else {
      for answer in answers {
        try StandardOutput.say("\(answer.place): \(answer.problem ?? "works")")
      }
    }
    guard answers.allSatisfy({ $0.problem == nil }) else { throw ExitCode.failure }
  }
}
