import Foundation

/// What a container's or a service's control group lets this process have, of both versions.
package struct ControlGroup: Sendable {
  /// The text of a file of the system's, or nil where it can't be read.
  package typealias Read = @Sendable (_ path: String) -> String?

  /// Cores' worth of time, or nil where it is not limited.
  package let cores: Double?
  /// Bytes of memory that are still free, or nil where it is not limited.
  package let freeMemory: Int?

  private static let root = "/sys/fs/cgroup"

  /// Reads the limits of the process's group and of those around it; the tightest count.
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
  }

  /// The group's folder and all above it; the second version has one tree, the first one a resource.
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

  /// `200000 100000`: microseconds of every period; or `max 100000`.
  private static func cores(_ text: String?) -> Double? {
    let numbers = (text ?? "").split(whereSeparator: \.isWhitespace)
    guard numbers.count == 2, let quota = Double(numbers[0]), let period = Double(numbers[1])
    else { return nil }
    return quota / period
  }

  private static func oldCores(_ folder: String, _ read: Read) -> Double? {
    guard let quota = number(read(folder + "/cpu.cfs_quota_us")), quota > 0,
      let period = number(read(folder + "/cpu.cfs_period_us")), period > 0
    else { return nil }
    return Double(quota) / Double(period)
  }

  private static func free(
    _ read: Read, _ folder: String, limit: String, used: String
  ) -> Int? {
    // The first version writes no limit as nearly the largest number.
    guard let limit = number(read("\(folder)/\(limit)")), limit < 1 << 60 else {
      return nil
    }
    let used = number(read("\(folder)/\(used)")) ?? 0
    return max(limit - used + cached(read("\(folder)/memory.stat")), 0)
  }

  /// Files' bytes that the system gives up when memory is asked for; they count as used.
  private static func cached(_ statistics: String?) -> Int {
    let lines = (statistics ?? "").split(separator: "\n").map { $0.split(separator: " ") }
    let line =
      lines.first { $0.first == "total_inactive_file" }
      ?? lines.first { $0.first == "inactive_file" }
    return line?.last.flatMap { Int($0) } ?? 0
  }

  private static func number(_ text: String?) -> Int? {
    text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
