import ArgumentParser
import Doctor
import Foundation
import Runs

/// `unreel doctor`: whether everything is there, and what mends what is not.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say whether this machine has what Unreel needs, and what mends what it lacks.",
    discussion: """
      A line a check: ok, slow because, or broken because, with the command that mends it. \
      Measures for a second or two, and leaves nothing behind.

      Exit codes: 0 nothing is broken, 1 something is.

      Example:
        unreel doctor ~/ucf101-run
      """)

  @Argument(help: "The folder that results will go to, whose volume is tried.")
  var folder = "."

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (1...Settings.mostThreads).contains(shared.threadCount) else {
      throw ValidationError("--threads must be from 1 to \(Settings.mostThreads).")
    }
  }

  func run() throws {
    let findings = try Diagnosis.findings(for: folder, threads: shared.threadCount)
    if shared.json {
      print(try Finding.json(findings), terminator: "")
    } else {
      for finding in findings { print(finding.line) }
    }
    if findings.contains(where: \.isBroken) { throw ExitCode.failure }
  }
}
