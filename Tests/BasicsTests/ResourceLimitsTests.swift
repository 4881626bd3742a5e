import Basics
import Foundation
import Testing

/// What is said of limits, on described systems.
@Suite struct ResourceLimitsTests {
  /// Files of a system whose limits are as given; the process has 100 pages of address space.
  private static func system(
    processes: String = "unlimited", addressSpace: String = "unlimited",
    _ group: [String: String] = [:]
  ) -> ControlGroup.Read {
    var files = group
    files["/proc/self/limits"] = """
      Limit                     Soft Limit           Hard Limit           Units
      Max processes             \(processes)        95907                processes
      Max address space         \(addressSpace)     unlimited            bytes

      """
    files["/proc/self/statm"] = "100 50 25 1 0 60 0\n"
    return { [files] in files[$0] }
  }

  private static func threads(_ read: ControlGroup.Read) -> String {
    ResourceLimits(read: read).threadAdvice
  }

  @Test func theLimitThatStopsAThreadIsNamed() {
    #expect(
      Self.threads(Self.system(processes: "5"))
        .hasPrefix("the user may have 5 processes and threads (ulimit -u)"))
    #expect(Self.threads(Self.system()).contains("the system allows no more threads"))
    // 40 MB more than the process has: no room for a stack and its surroundings.
    let used = 100 * Int(sysconf(Int32(_SC_PAGESIZE)))
    let scarce = Self.threads(
      Self.system(processes: "5", addressSpace: "\(used + 40_000_000)"))
    #expect(scarce.contains("(ulimit -v), of which"), "\(scarce)")
    #expect(
      Self.threads(Self.system(processes: "5", addressSpace: "\(used + 400_000_000)"))
        .contains("ulimit -u"))
  }

  @Test(arguments: [
    [
      "/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/a/pids.max": "9\n",
      "/sys/fs/cgroup/a/pids.current": "9\n", "/sys/fs/cgroup/pids.max": "max\n",
    ],
    [
      "/proc/self/cgroup": "7:pids:/x\n", "/sys/fs/cgroup/pids/x/pids.max": "9\n",
      "/sys/fs/cgroup/pids/x/pids.current": "9\n",
    ],
  ])
  func aControlGroupsThreadsAreNamedOnlyOnceTheyAreUsedUp(files: [String: String]) {
    #expect(
      Self.threads(Self.system(processes: "500", files)).contains(
        "9 processes and threads (pids.max)"))
    let free = files.mapValues { $0 == "9\n" ? "90\n" : $0 }
      .merging(files.filter { $0.key.hasSuffix("current") }) { $1 }
    #expect(Self.threads(Self.system(processes: "500", free)).contains("ulimit -u"))
  }

  @Test(arguments: [
    [
      "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/memory.max": "100000000\n",
      "/sys/fs/cgroup/a/memory.current": "60000000\n", "/sys/fs/cgroup/a/b/memory.max": "max\n",
    ],
    [
      "/proc/self/cgroup": "3:memory:/x\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/x/memory.limit_in_bytes": "100000000\n",
      "/sys/fs/cgroup/memory/x/memory.usage_in_bytes": "60000000\n",
    ],
  ])
  func workThatAControlGroupHasNoMemoryForIsRefused(files: [String: String]) throws {
    let read = Self.system(files)
    try Memory.require(addressSpace: 0, resident: 40_000_000, for: "extracting", read: read)
    let error = #expect(throws: MemoryError.self) {
      try Memory.require(addressSpace: 0, resident: 41_000_000, for: "extracting", read: read)
    }
    #expect(
      error?.description == "extracting needs 41 MB of memory; the control group allows 100 MB of "
        + "memory (memory.max); raise the limit")
  }

  @Test func aReservationBeyondEveryAddressFails() {
    #expect(Memory.canReserve(1 << 20))
    #expect(!Memory.canReserve(1 << 60))
  }
}
