import Basics
import Testing

@Suite struct ProcessorsTests {
  private static func allowed(_ mask: String, of online: Int) -> Int {
    Processors.allowed(of: online) { path in
      path == "/proc/self/status"
        ? "Name:\tunreel\nCpus_allowed:\t\(mask)\nCpus_allowed_list:\t0-1\n" : nil
    }
  }

  private static func usable(_ quota: String, of allowed: Int) -> Int {
    Processors.usable(of: allowed) { ["/sys/fs/cgroup/cpu.max": quota][$0] }
  }

  @Test func coresThatTheProcessIsKeptFromDoNotCount() {
    #expect(Self.allowed("3", of: 16) == 2)
    #expect(Self.allowed("00000000,00000001,80000001", of: 96) == 3)
    #expect(Self.allowed("ffffffff,ffffffff", of: 2) == 2)
    #expect(Processors.allowed(of: 4) { _ in nil } == 4)
  }

  @Test func aControlGroupsTimeLimitsThem() {
    #expect(Self.usable("200000 100000\n", of: 16) == 2)
    #expect(Self.usable("250000 100000\n", of: 16) == 2)
    #expect(Self.usable("50000 100000\n", of: 16) == 1)
    #expect(Self.usable("1600000 100000\n", of: 4) == 4)
    #expect(Self.usable("max 100000\n", of: 4) == 4)
    #expect(Processors.usable(of: 4) { _ in nil } == 4)
  }
}
