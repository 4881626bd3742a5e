import ArgumentParser
import Basics
import Runs

/// The program: `unreel COMMAND …`.
@main
struct Unreel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unreel",
    abstract: "Learns what is in a collection of videos without being told.",
    discussion: """
      Point it at a folder of videos; it extracts frames, trains a siamese convolutional network \
      on time alone, groups what it saw and what moved, and draws the map.

      Example:
        unreel run ~/videos -o ~/videos-run

      Exit codes: 0 done, 1 failed, 2 can't be done as asked, 130 stopped by Ctrl-C, 143 stopped \
      by SIGTERM.
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, PrepareCommand.self, TrainCommand.self, EvaluateCommand.self,
      ReportCommand.self, CompareCommand.self, FinetuneCommand.self, DemoCommand.self,
      DoctorCommand.self,
    ])

  static func main() {
    Interruption.listen()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Exit.leave(after: error)
    }
  }
}
