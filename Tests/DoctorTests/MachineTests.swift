import Doctor
import Testing

/// Cores and memory, on described machines and in described control groups.
@Suite struct MachineTests {
  private static func machine(_ files: [String: String], cores: Int = 8) -> Machine {
    Machine(read: { files[$0] }, cores: cores)
  }

  private static func memory(_ kilobytes: Int) -> String {
    "MemTotal:  99999999 kB\nMemFree: 1 kB\nMemAvailable:   \(kilobytes) kB\n"
  }

  @Test func aQuotaBelowTheCoresIsSlow() {
    let quotas = [
      ["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "150000 100000\n"],
      [
        "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
        "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
      ],
      [
        "/proc/self/cgroup": "4:cpu,cpuacct:/x\n0::/\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "150000\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      ],
    ]
    for files in quotas {
      let found = Check.cores(of: Self.machine(files), threads: 8)
      #expect(found.line.contains("grants the processor time of only 1.5 cores"), "\(found.line)")
      #expect(found.line.contains("mend: --threads 1"), "\(found.line)")
      #expect(Check.cores(of: Self.machine(files), threads: 1).state == .ok)
    }
  }

  @Test func withoutAQuotaAllCoresCount() {
    let free = ["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n"]
    #expect(Check.cores(of: Self.machine(free), threads: 8).state == .ok)
    let old = [
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ]
    #expect(Check.cores(of: Self.machine(old), threads: 8).state == .ok)
  }

  @Test func moreThreadsThanCoresAreSlow() {
    let found = Check.cores(of: Self.machine([:], cores: 2), threads: 4)
    #expect(found.line.hasSuffix("mend: --threads 2"))
  }

  @Test func otherProgramsOnTheCoresAreSaid() {
    let busy = Self.machine(["/proc/loadavg": "1.93 2.0 1.5 3/200 99\n"], cores: 2)
    #expect(Check.cores(of: busy, threads: 2).line.contains("kept 1.9 cores busy"))
    let calm = Self.machine(["/proc/loadavg": "0.12 2.0 1.5 1/200 99\n"], cores: 2)
    #expect(Check.cores(of: calm, threads: 2).state == .ok)
  }

  @Test func memoryIsHeldAgainstWhatTrainingTakes() {
    let scarce = Check.memory(of: Self.machine(["/proc/meminfo": Self.memory(1_000_000)]))
    #expect(scarce.isBroken && scarce.line.contains("with batches of 32 pairs; mend: --batch 8"))
    let some = Check.memory(of: Self.machine(["/proc/meminfo": Self.memory(4_000_000)]))
    #expect(some.state == .ok && some.detail.contains("of 32 pairs, not for batches of 120"))
    let plenty = Check.memory(of: Self.machine(["/proc/meminfo": Self.memory(16_000_000)]))
    #expect(plenty == Finding("memory", .ok, "16.4 GB available, enough for batches of 120 pairs"))
  }

  @Test func aGroupsLimitCountsAndItsCacheDoesNot() {
    let second = [
      "/proc/meminfo": Self.memory(16_000_000), "/proc/self/cgroup": "0::/\n",
      "/sys/fs/cgroup/memory.max": "4000000000\n",
      "/sys/fs/cgroup/memory.current": "3000000000\n",
    ]
    #expect(Check.memory(of: Self.machine(second)).isBroken)
    let cached = second.merging(
      ["/sys/fs/cgroup/memory.stat": "anon 1\ninactive_file 2500000000\n"]) { $1 }
    let found = Check.memory(of: Self.machine(cached))
    #expect(found.state == .ok && found.detail.hasPrefix("3.5 GB left in the control group"))
    let first = [
      "/proc/meminfo": Self.memory(16_000_000), "/proc/self/cgroup": "7:memory:/x\n",
      "/sys/fs/cgroup/memory/x/memory.limit_in_bytes": "2000000000\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ]
    #expect(Check.memory(of: Self.machine(first)).isBroken)
  }
}
