import ArgumentParser
import Foundation
import Runs

/// The options that every step understands.
struct SharedOptions: ParsableArguments {
  @Option(help: "How many threads work at a time (default: one a core).")
  var threads: Int?

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  /// The number of threads: as asked for, or one a core.
  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func apply(to settings: inout Settings) {
    settings.threads = threadCount
  }
}
