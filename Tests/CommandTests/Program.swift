import Foundation

/// The program under test, run as a user runs it.
final class Program {
  struct Outcome {
    let exitCode: Int32
    let output: String
    let complaints: String
  }

  /// Lies beside the tests' own executable.
  static let path = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("unreel").path

  private let process = Process()
  private let (output, complaints) = (Pipe(), Pipe())
  private var said = Data()

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - arguments: what follows its name.
  ///   - limit: the largest file that it may write, in blocks of 512 bytes.
  ///   - script: a script of the shell that runs it, as `"$0" "$@"`.
  ///   - environment: further variables.
  init(
    _ arguments: [String], filesUpTo limit: Int? = nil, by script: String? = nil,
    environment: [String: String] = [:]
  ) throws {
    let script = script ?? limit.map { "ulimit -f \($0); exec \"$0\" \"$@\"" }
    process.executableURL = URL(fileURLWithPath: script == nil ? Self.path : "/bin/sh")
    process.arguments = (script.map { ["-c", $0, Self.path] } ?? []) + arguments
    process.environment = ["COLUMNS": "100", "HOME": "/tmp"].merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
  }

  /// The number of its process.
  var number: Int32 { process.processIdentifier }

  /// Waits for its end and says how that was.
  var exitCode: Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Reads standard error until it holds a text, or ends.
  func waitUntil(_ text: String) throws {
    while !String(decoding: said, as: UTF8.self).contains(text) {
      let piece = complaints.fileHandleForReading.availableData
      if piece.isEmpty { break }
      said += piece
    }
  }

  /// Closes this side of both pipes.
  func stopListening() {
    for pipe in [output, complaints] {
      // One that is closed already is as it should be.
      try? pipe.fileHandleForReading.close()
    }
  }

  /// Sends a signal.
  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Reads what it says until its end.
  func outcome() throws -> Outcome {
    while case let piece = complaints.fileHandleForReading.availableData, !piece.isEmpty {
      said += piece
    }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    return Outcome(
      exitCode: exitCode, output: String(decoding: printed, as: UTF8.self),
      complaints: String(decoding: said, as: UTF8.self))
  }

  /// Runs the program and waits for its end.
  ///
  /// - Parameters:
  ///   - arguments: what follows its name.
  ///   - interruptWhen: sends Ctrl-C once standard error holds this text.
  @discardableResult
  static func run(_ arguments: String..., interruptWhen trigger: String? = nil) throws -> Outcome {
    try run(arguments, interruptWhen: trigger)
  }

  /// Runs the program with a list of arguments.
  @discardableResult
  static func run(
    _ arguments: [String], interruptWhen trigger: String? = nil, filesUpTo limit: Int? = nil
  ) throws -> Outcome {
    let program = try Program(arguments, filesUpTo: limit)
    if let trigger {
      try program.waitUntil(trigger)
      program.signal(SIGINT)
    }
    return try program.outcome()
  }
}
