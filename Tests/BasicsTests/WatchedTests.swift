import Basics
import Foundation
import Synchronization
import Testing

@Suite struct WatchedTests {
  private struct Refusal: Error {}

  @Test func whatWorkGivesOrThrowsIsPassedOn() throws {
    #expect(try watched(patience: 1) { _ in 7 } == 7)
    #expect(throws: Refusal.self) { try watched(patience: 1) { _ in throw Refusal() } }
  }

  @Test func workThatHangsIsGivenUpAndHearsOfIt() throws {
    let (gate, left) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let heard = Mutex(false)
    let result: Int? = try watched(patience: 1) { heartbeat in
      gate.wait()
      heard.withLock { $0 = heartbeat.isGivenUp }
      defer { left.signal() }
      try heartbeat.beat()
      return 7
    }
    #expect(result == nil)
    gate.signal()
    left.wait()
    #expect(heard.withLock { $0 })
  }

  @Test func workThatHangsIsLeftWhenItIsStopped() throws {
    let gate = DispatchSemaphore(value: 0)
    #expect(throws: CancellationError.self) {
      try watched(patience: 3600, isCancelled: { true }) { _ in gate.wait() }
    }
    gate.signal()
  }
}
