import Foundation

/// The number of cores that this process may use.
///
/// On shared machines it may not use all cores.
public enum Processors {
  /// The cores on which the system lets this process run.
  ///
  /// `taskset`, a batch system or a container may exclude cores. Foundation counts those too.
  public static var allowed: Int {
    allowed(of: ProcessInfo.processInfo.activeProcessorCount, read: BoundedFile.systemText)
  }

  /// The number of threads that can run at the same time.
  ///
  /// It is at most ``allowed``, and at most the processor time that a control group grants, as
  /// `docker run --cpus=2` does.
  public static var usable: Int { usable(of: allowed, read: BoundedFile.systemText) }

  /// Computes the number of cores on which a process may run, from the system's files.
  ///
  /// - Parameters:
  ///   - online: the number of cores that are online.
  ///   - read: reads a file of the system.
  /// - Returns: at least 1.
  package static func allowed(of online: Int, read: ControlGroup.Read) -> Int {
    // `Cpus_allowed:   00000000,0000ffff` has one bit for each possible core.
    let lines = (read("/proc/self/status") ?? "").split(separator: "\n")
    let mask = lines.first { $0.hasPrefix("Cpus_allowed:") }?.drop { $0 != ":" } ?? ""
    let cores = mask.compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
    return cores > 0 ? min(cores, online) : online
  }

  /// Computes the number of threads that can run at the same time, from the system's files.
  ///
  /// - Parameters:
  ///   - allowed: the number of cores on which the process may run.
  ///   - read: reads a file of the system.
  /// - Returns: at least 1.
  package static func usable(of allowed: Int, read: ControlGroup.Read) -> Int {
    let granted = ControlGroup(read: read).cores ?? .infinity
    return granted < Double(allowed) ? max(Int(granted), 1) : allowed
  }
}

/// The limits of the control group of this process, such as those of a container or a service.
///
/// Both versions of control groups are read.
package struct ControlGroup: Sendable {
  /// Returns the text of a file of the system, or nil if it cannot be read.
  package typealias Read = @Sendable (_ path: String) -> String?

  /// The processor time in cores, which need not be whole; nil if there is no limit.
  package let cores: Double?
  /// The bytes of memory that are still free; nil if there is no limit.
  package let freeMemory: Int?
  /// The bytes of memory that the group may use; nil if there is no limit.
  package let memory: Int?
  /// The number of processes and threads that the group may have, and that it has.
  ///
  /// Nil if there is no limit. Of several groups, the one with the fewest left.
  let processes: (limit: Int, used: Int)?

  private static let root = "/sys/fs/cgroup"

  /// Reads the limits of the process's group and of the groups around it.
  ///
  /// The smallest limit counts.
  package init(read: Read) {
    let folders = Self.folders(read)
    cores =
      (folders(nil).compactMap { Self.cores(read($0 + "/cpu.max")) }
      + folders("cpu").compactMap { Self.oldCores($0, read) }).min()
    freeMemory =
      (folders(nil).compactMap {
        Self.free(read, $0, limit: "memory.max", used: "memory.current")
      }
      + folders("memory").compactMap {
        Self.free(read, $0, limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes")
      }).min()
    memory =
      (folders(nil).compactMap { Self.limit(read($0 + "/memory.max")) }
      + folders("memory").compactMap { Self.limit(read($0 + "/memory.limit_in_bytes")) }).min()
    processes = (folders(nil) + folders("pids")).compactMap { folder in
      Self.limit(read(folder + "/pids.max")).map {
        (limit: $0, used: Self.number(read(folder + "/pids.current")) ?? 0)
      }
    }
    .min { $0.limit - $0.used < $1.limit - $1.used }
  }

  /// Finds the group's folder and the folders above it.
  ///
  /// Version 2 has one tree. Version 1 has one tree for each resource.
  private static func folders(_ read: Read) -> (_ resource: String?) -> [String] {
    let lines = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
    let groups = lines.map {
      $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }
    .filter { $0.count == 3 }
    return { resource in
      let group = groups.first { group in
        resource.map { group[1].split(separator: ",").contains($0[...]) } ?? group[1].isEmpty
      }
      let top = resource.map { "\(root)/\($0)" } ?? root
      var path = group.map { String($0[2]) } ?? "/"
      var folders = [top]
      while path.count > 1 {
        folders.append(top + path)
        path = Folder.above(path)
      }
      return folders
    }
  }

  /// Parses `200000 100000` (microseconds of time in each period) or `max 100000` (no limit).
  private static func cores(_ text: String?) -> Double? {
    let numbers = (text ?? "").split(whereSeparator: \.isWhitespace)
    guard numbers.count == 2, let quota = Double(numbers[0]), let period = Double(numbers[1])
    else { return nil }
    return quota / period
  }

  /// Reads the limit of version 1.
  private static func oldCores(_ folder: String, _ read: Read) -> Double? {
    guard let quota = number(read(folder + "/cpu.cfs_quota_us")), quota > 0,
      let period = number(read(folder + "/cpu.cfs_period_us")), period > 0
    else { return nil }
    return Double(quota) / Double(period)
  }

  private static func free(
    _ read: Read, _ folder: String, limit: String, used: String
  ) -> Int? {
    guard let limit = Self.limit(read("\(folder)/\(limit)")) else { return nil }
    let used = number(read("\(folder)/\(used)")) ?? 0
    return max(limit - used + cached(read("\(folder)/memory.stat")), 0)
  }

  /// Parses the bytes of the file cache, which count as used although the system frees them on demand.
  private static func cached(_ statistics: String?) -> Int {
    let lines = (statistics ?? "").split(separator: "\n").map { $0.split(separator: " ") }
    let line =
      lines.first { $0.first == "total_inactive_file" }
      ?? lines.first { $0.first == "inactive_file" }
    return line?.last.flatMap { Int($0) } ?? 0
  }

  /// Parses a limit; `max` means none, and in version 1 a number close to the largest one.
  private static func limit(_ text: String?) -> Int? {
    number(text).flatMap { $0 < 1 << 60 ? $0 : nil }
  }

  private static func number(_ text: String?) -> Int? {
    text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
