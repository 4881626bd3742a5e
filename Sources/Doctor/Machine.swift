import Basics
import Foundation
import Tensors

/// The facts about a machine that the checks use: its files, environment and loaded libraries.
package struct Machine: Sendable {
  /// Returns the text of a file, or nil if it cannot be read.
  package var read: @Sendable (_ path: String) -> String?
  /// Returns the names in a folder; none if it cannot be read.
  package var list: @Sendable (_ folder: String) -> [String]
  /// Returns a path with every link followed, or nil if it does not exist.
  package var resolve: @Sendable (_ path: String) -> String?
  /// Returns the file that provides a C function of this process, or nil.
  package var provider: @Sendable (_ function: String) -> String?
  /// The environment variables.
  package var environment: [String: String]
  /// The number of cores on which this process may run.
  package var cores: Int

  /// Describes a machine.
  package init(
    read: @escaping @Sendable (String) -> String? = { _ in nil },
    list: @escaping @Sendable (String) -> [String] = { _ in [] },
    resolve: @escaping @Sendable (String) -> String? = { _ in nil },
    provider: @escaping @Sendable (String) -> String? = { _ in nil },
    environment: [String: String] = [:],
    cores: Int = 1
  ) {
    self.read = read
    self.list = list
    self.resolve = resolve
    self.provider = provider
    self.environment = environment
    self.cores = cores
  }

  /// The machine on which this process runs.
  static var own: Machine {
    Machine(
      read: BoundedFile.systemText,
      list: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] },
      resolve: Folder.resolved,
      provider: { LibTorch.provider(of: $0) },
      environment: ProcessInfo.processInfo.environment,
      cores: Processors.allowed)
  }

  /// Finds a loaded library whose file name begins with a prefix.
  ///
  /// - Returns: the first path in alphabetic order, or nil.
  func loadedLibrary(_ prefix: String) -> String? {
    let lines = (read("/proc/self/maps") ?? "").split(separator: "\n")
    let paths = lines.compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
    return paths.filter { $0.split(separator: "/").last?.hasPrefix(prefix) ?? false }.min()
  }
}

extension Check {
  /// Checks how many cores training may use, and whether other programs use them.
  ///
  /// - Parameters:
  ///   - machine: the machine.
  ///   - threads: the number of threads that training will use.
  /// - Returns: slow if there are more threads than free cores, because threads wait for each other at
  ///   every operation.
  package static func cores(of machine: Machine, threads: Int) -> Finding {
    let detail = "\(machine.cores), \(threads) threads at work"
    func slow(_ because: String, _ mend: String) -> Finding {
      Finding("cores", .slow(because: because, mend: mend), detail)
    }
    if let granted = ControlGroup(read: machine.read).cores,
      granted < Double(min(threads, machine.cores))
    {
      let cores = granted.formatted(.number.precision(.fractionLength(0...1)))
      return slow(
        "the control group grants the processor time of only \(cores) cores",
        "--threads \(max(Int(granted), 1)), or a container with more --cpus")
    }
    if threads > machine.cores {
      return slow("threads wait for each other", "--threads \(machine.cores)")
    }
    // The average number of threads that wanted a core in the last minute.
    let load = machine.read("/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
    if let load, threads > 1, load + Double(threads) > 1.5 * Double(machine.cores) {
      return slow(
        "other programs kept \(String(format: "%.1f", load)) cores busy in the last minute",
        "--threads \(max(threads - 1, 1)), or end those programs (top shows them)")
    }
    return Finding("cores", .ok, detail)
  }

  /// The memory that training needs, in bytes.
  ///
  /// The largest resident sets of three steps and a checkpoint were 1.8, 2.3 and 4.9 GB with batches of
  /// 16, 32 and 120 pairs (25 November 2026, 2 threads).
  private static let neededMemory = (at32: 2_500_000_000, at120: 5_000_000_000)

  /// Checks how much memory training can have.
  ///
  /// - Parameter machine: the machine.
  /// - Returns: broken if the system would end a training with batches of 32 pairs.
  package static func memory(of machine: Machine) -> Finding {
    let group = ControlGroup(read: machine.read).freeMemory
    let process = ResourceLimits(read: machine.read).addressSpaceLeft
    guard let free = Memory.available(read: machine.read) else {
      return Finding("memory", .ok, "unknown: /proc/meminfo has no MemAvailable")
    }
    let isLimited = group.map { $0 == free } ?? false
    let isProcess = process.map { $0 == free } ?? false
    let place =
      isLimited ? " left in the control group" : isProcess ? " left by ulimit -v" : " available"
    let detail = ByteCount.text(free) + place
    guard free >= neededMemory.at32 else {
      let more =
        isLimited
        ? "or a container with more --memory"
        : isProcess ? "or a higher ulimit -v" : "or end other programs"
      return Finding(
        "memory",
        .broken(
          because: "training needs \(ByteCount.text(neededMemory.at32)) with batches of 32 pairs",
          mend: "--batch 8, \(more)"), detail)
    }
    let room =
      free >= neededMemory.at120 ? "enough for" : "enough for batches of 32 pairs, not for"
    return Finding("memory", .ok, "\(detail), \(room) batches of 120 pairs")
  }
}
