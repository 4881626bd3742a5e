import ArgumentParser
import Basics
import Runs

/// The options that every step understands.
struct SharedOptions: ParsableArguments {
  @Option(help: "How many threads work at a time (default: one a core that it may use).")
  var threads: Int?

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  /// The number of threads: as asked for, or one for each core that this process may use.
  var threadCount: Int { threads ?? Processors.usable }

  func apply(to settings: inout Settings) {
    settings.threads = threadCount
  }
}
