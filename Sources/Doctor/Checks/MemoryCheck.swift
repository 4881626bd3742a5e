import Basics
import Foundation

/// How much memory training can have.
package struct MemoryCheck: Check {
  /// What training takes: the largest resident sets of three steps and a checkpoint were 1.8, 2.3
  /// and 4.9 GB with 16, 32 and 120 pairs a batch (25 November 2026, 2 threads).
  private static let needed = (at32: 2_500_000_000, at120: 5_000_000_000)

  private let machine: Machine

  /// Prepares the check.
  package init(on machine: Machine) {
    self.machine = machine
  }

  /// Broken where the system would end a training with the usual batches.
  package func callAsFunction() -> Finding {
    let group = ControlGroup(read: machine.read).freeMemory
    guard let free = [available, group].compactMap({ $0 }).min() else {
      return Finding("memory", .ok, "unknown: /proc/meminfo names no MemAvailable")
    }
    let isLimited = group.map { $0 == free } ?? false
    let detail = ByteCount.text(free) + (isLimited ? " left in the control group" : " available")
    guard free >= Self.needed.at32 else {
      let more = isLimited ? "or a container with more --memory" : "or end other programs"
      return Finding(
        "memory",
        .broken(
          because: "training takes \(ByteCount.text(Self.needed.at32)) at 32 pairs a batch",
          mend: "--batch 8, \(more)"), detail)
    }
    let room = free >= Self.needed.at120 ? "enough for" : "enough for batches of 32 pairs, not for"
    return Finding("memory", .ok, "\(detail), \(room) batches of 120 pairs")
  }

  /// What the system can give without swapping, in bytes.
  private var available: Int? {
    let lines = (machine.read("/proc/meminfo") ?? "").split(separator: "\n")
    let line = lines.first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
}
