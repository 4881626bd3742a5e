import Basics
import Foundation

/// How many cores training may use, and who else uses them.
package struct CoresCheck: Check {
  private let machine: Machine
  private let threads: Int

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - machine: where it runs.
  ///   - threads: how many threads training will use.
  package init(on machine: Machine, threads: Int) {
    self.machine = machine
    self.threads = threads
  }

  /// Slow where there are more threads than cores for them: they wait for each other at every
  /// operation.
  package func callAsFunction() -> Finding {
    let detail = "\(machine.cores), \(threads) threads at work"
    if let granted = ControlGroup(read: machine.read).cores,
      granted < Double(min(threads, machine.cores))
    {
      let cores = granted.formatted(.number.precision(.fractionLength(0...1)))
      return Finding(
        "cores",
        .slow(
          because: "the control group grants the time of \(cores) of them",
          mend: "--threads \(max(Int(granted), 1)), or a container with more --cpus"), detail)
    }
    if threads > machine.cores {
      return Finding(
        "cores",
        .slow(because: "threads wait for each other", mend: "--threads \(machine.cores)"), detail)
    }
    if let load, threads > 1, load + Double(threads) > 1.5 * Double(machine.cores) {
      return Finding(
        "cores",
        .slow(
          because: "other programs kept \(String(format: "%.1f", load)) busy in the last minute",
          mend: "--threads \(max(threads - 1, 1)), or end them (top shows them)"), detail)
    }
    return Finding("cores", .ok, detail)
  }

  /// How many threads wanted a core at a time, in the last minute.
  private var load: Double? {
    machine.read("/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
  }
}
