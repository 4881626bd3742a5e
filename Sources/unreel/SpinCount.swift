import ArgumentParser
import Foundation

/// How long a thread of the network waits awake for its next work before it sleeps.
///
/// A thread that sleeps takes a tenth of a millisecond to begin, and a training step has some 200 loops that threads
/// share. A thread that is awake for milliseconds, as the OpenMP runtime's are by default, slows down OpenBLAS's threads
/// and those that load pictures. So threads stay awake for about a tenth of a millisecond. Measured in
/// docs/what-was-tried.md, "Speed of the default's training".
enum SpinCount {
  /// The variable of GCC's OpenMP runtime: how often a waiting thread looks for work before it sleeps.
  private static let variable = "GOMP_SPINCOUNT"
  private static let count = "5000"

  /// The commands that compute with a network for long.
  private static let commands: [any ParsableCommand.Type] = [
    RunCommand.self, TrainCommand.self, EvaluateCommand.self, FinetuneCommand.self,
    DemoCommand.self,
  ]

  /// Starts this program again with the variable set, if its command computes with a network and the user set neither
  /// the variable nor how threads wait.
  ///
  /// The runtime reads the variable when it is loaded, which is before the program's first line: a library that FFmpeg
  /// needs (libsoxr) is linked with it. The process stays the same one. The second start takes 40 ms. If it fails, threads
  /// sleep at once.
  static func set() {
    let environment = ProcessInfo.processInfo.environment
    guard let command = CommandLine.arguments.dropFirst().first,
      commands.contains(where: { $0.configuration.commandName == command }),
      environment[variable] == nil, environment["OMP_WAIT_POLICY"] == nil,
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      setenv(variable, count, 0) == 0
    else { return }
    execv(program, CommandLine.unsafeArgv)
    // Threads sleep at once if the variable isn't set.
    unsetenv(variable)
  }
}
