import Foundation

/// The program under test, run as a user runs it.
enum Program {
  struct Outcome {
    let exitCode: Int32
    let output: String
    let complaints: String
  }

  /// Lies beside the tests' own executable.
  private static let path = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("unreel").path

  /// Runs the program and waits for its end.
  ///
  /// - Parameters:
  ///   - arguments: what follows its name.
  ///   - interruptWhen: sends Ctrl-C once standard error holds this text.
  static func run(_ arguments: String..., interruptWhen trigger: String? = nil) throws -> Outcome {
    try run(arguments, interruptWhen: trigger)
  }

  /// Runs the program with a list of arguments.
  static func run(_ arguments: [String], interruptWhen trigger: String? = nil) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ["COLUMNS": "100", "HOME": "/tmp"]
    let (output, complaints) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    var said = Data()
    var isInterrupted = false
    while true {
      let piece = complaints.fileHandleForReading.availableData
      if piece.isEmpty { break }
      said += piece
      if let trigger, !isInterrupted, String(decoding: said, as: UTF8.self).contains(trigger) {
        isInterrupted = true
        process.interrupt()
      }
    }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
      complaints: String(decoding: said, as: UTF8.self))
  }
}
