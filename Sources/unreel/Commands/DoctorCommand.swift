import ArgumentParser
import Basics
import Doctor
import Runs

/// `unreel doctor` checks whether the machine has everything that Unreel needs.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check whether this machine has what Unreel needs.",
    discussion: """
      Prints one line for each check: ok, slow or broken. For slow and broken, the line gives the \
      reason and, after "mend:", the command that fixes it. The checks take a second or two and \
      leave no files behind.

      Exit codes: 0 nothing is broken, 1 something is broken.

      Example:
        unreel doctor ~/ucf101-run
      """)

  @Argument(help: "The folder for the results; its disk is checked.")
  var folder = "."

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (1...Settings.mostThreads).contains(shared.threadCount) else {
      throw ValidationError("--threads must be from 1 to \(Settings.mostThreads).")
    }
  }

  func run() throws {
    let findings = Diagnosis.findings(for: folder, threads: shared.threadCount)
    try Job.show(
      findings.map(\.line).joined(separator: "\n"), json: JSONFile.text(of: findings),
      asJSON: shared.json)
    if findings.contains(where: \.isBroken) { throw ExitCode.failure }
  }
}
