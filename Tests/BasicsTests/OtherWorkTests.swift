import Basics
import Testing

@Suite struct OtherWorkTests {
  private func reading(_ stat: String) -> ProcessorReading? {
    ProcessorReading(read: { $0 == "/proc/stat" ? stat : nil }, ticks: 100)
  }

  @Test func theSumOfTheCoresIsReadWithoutNicedAndIdleTime() throws {
    // user 1000, nice 500, system 200, idle 9000, iowait 70, irq 3, softirq 7, steal 90, in hundredths.
    let stat = "cpu  1000 500 200 9000 70 3 7 90 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n"
    #expect(try #require(reading(stat)).busy == 13)
  }

  @Test(arguments: ["", "cpu 1 2 3", "cpu0 1 2 3 4 5 6 7 8", "intr 1"])
  func whatIsNoSumGivesNoReading(stat: String) {
    #expect(reading(stat) == nil)
  }

  @Test func whatThisProcessUsedIsNotOtherWork() throws {
    // In 2 s the cores worked for 3.5 s, 1.5 s of them for this process: another program had one core.
    let first = ProcessorReading(busy: 10, own: 4, time: 100)
    let second = ProcessorReading(busy: 13.5, own: 5.5, time: 102)
    let others = try #require(OtherWork(from: first, to: second))
    #expect(others.cores == 1)
    #expect(
      others.advice(threads: 2)
        == "other programs keep 1.0 core busy; while they do, --threads 1 can be faster than 2")
    #expect(others.advice(threads: 16)?.contains("--threads 15 ") == true)
    #expect(others.advice(threads: 1) == nil)
  }

  @Test func aQuietMachineGetsNoAdvice() throws {
    let first = ProcessorReading(busy: 10, own: 4, time: 100)
    let second = ProcessorReading(busy: 12.9, own: 6, time: 102)
    #expect(try #require(OtherWork(from: first, to: second)).advice(threads: 2) == nil)
  }

  @Test func readingsWithoutTimeBetweenThemTellNothing() {
    let reading = ProcessorReading(busy: 10, own: 4, time: 100)
    #expect(OtherWork(from: reading, to: reading) == nil)
    #expect(OtherWork(from: nil, to: reading) == nil)
  }
}
