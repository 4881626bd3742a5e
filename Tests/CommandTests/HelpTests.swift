import Foundation
import TestSupport
import Testing

/// What `--help` says, held against `Tests/CommandTests/Snapshots`; `Scripts/update-snapshots`
/// writes them anew.
@Suite struct HelpTests {
  static let commands = [
    "unreel", "run", "prepare", "train", "evaluate", "report", "compare", "transition", "finetune",
    "find", "duplicates", "organize", "watch", "serve", "check-tracking", "send", "sign-in", "demo",
    "doctor",
  ]

  @Test(arguments: commands) func helpIsAsItWasReviewed(command: String) throws {
    let outcome =
      command == "unreel" ? try Program.run("--help") : try Program.run(command, "--help")
    let snapshot = try String(
      contentsOfFile: SharedData.packageRoot + "/Tests/CommandTests/Snapshots/\(command).txt",
      encoding: .utf8)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output == snapshot)
    #expect(outcome.output.contains("Example:"))
  }
}
