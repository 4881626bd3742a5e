import Basics
import Foundation
import Synchronization
import Testing

@Suite struct ThreadsTests {
  private struct Failure: Error, Equatable {
    let index: Int
  }

  @Test(arguments: [1, 2, 7]) func everyPieceIsDoneOnce(threads: Int) throws {
    let done = Mutex([Int](repeating: 0, count: 100))
    try concurrently(100, threads: threads) { index in done.withLock { $0[index] += 1 } }
    #expect(done.withLock { $0 } == [Int](repeating: 1, count: 100))
  }

  @Test(arguments: [0, 1, 3]) func backgroundWorkIsDoneOnceAndAFailureIsTold(threads: Int) throws {
    let done = Mutex<[Int]>([])
    let work = BackgroundWork(threads: threads)
    for number in 0..<20 { try work.add { done.withLock { $0.append(number) } } }
    try work.finish()
    #expect(done.withLock { $0.sorted() } == Array(0..<20))
    #expect(throws: CancellationError.self) {
      let failing = BackgroundWork(threads: threads)
      try failing.add { throw CancellationError() }
      try failing.finish()
    }
  }

  @Test func theFirstFailureIsToldAndNoPieceIsBegunAfterIt() {
    let begun = Mutex(0)
    let failure = #expect(throws: Failure.self) {
      try concurrently(1_000, threads: 1) { index in
        begun.withLock { $0 += 1 }
        if index >= 3 { throw Failure(index: index) }
      }
    }
    #expect(failure == Failure(index: 3))
    #expect(begun.withLock { $0 } == 4)
  }

  @Test func whatIsMadeAheadComesInOrder() throws {
    let prefetch = Prefetch(5..<50, capacity: 3) { $0 * $0 }
    for number in 5..<50 { #expect(try prefetch.next() == number * number) }
    #expect(try prefetch.next() == nil)
    #expect(try prefetch.next() == nil)
  }

  @Test func aFailureComesAfterWhatWasMadeBeforeIt() throws {
    let prefetch = Prefetch(0..<9) { number in
      if number == 2 { throw Failure(index: number) }
      return number
    }
    #expect(try prefetch.next() == 0)
    #expect(try prefetch.next() == 1)
    #expect(throws: Failure(index: 2)) { try prefetch.next() }
  }

  @Test func anEndedQueueGivesWhatItHoldsAndTakesNoMore() throws {
    let queue = BoundedQueue<Int>(capacity: 2)
    #expect(queue.put(1) && queue.put(2))
    queue.finish()
    #expect(!queue.put(3))
    #expect(try queue.take() == 1)
    #expect(try queue.take() == 2)
    #expect(try queue.take() == nil)
  }
}

@Suite struct SpareThreadsTests {
  @Test func nothingIsTakenOnWhereNobodyIsSpare() {
    let spare = SpareThreads()
    #expect(!spare.take {})
  }

  /// The threads take turns by semaphores, so the test does not depend on time.
  @Test func aSpareThreadTakesOnePieceMoreThanItDoes() {
    let spare = SpareThreads()
    let (isLent, mayGoOn, isHome) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    let done = Mutex<[Int]>([])
    Thread {
      spare.lend()
      isHome.signal()
    }.start()
    // Pieces are refused until the thread is lent.
    while !spare.take({
      isLent.signal()
      mayGoOn.wait()
      done.withLock { $0.append(1) }
    }) { sched_yield() }
    isLent.wait()
    #expect(spare.take { done.withLock { $0.append(2) } })
    #expect(!spare.take { done.withLock { $0.append(3) } })
    spare.close()
    #expect(!spare.take { done.withLock { $0.append(4) } })
    mayGoOn.signal()
    isHome.wait()
    #expect(done.withLock { $0 } == [1, 2])
  }

  @Test func nobodyIsKeptOnceItIsClosed() {
    let spare = SpareThreads()
    spare.close()
    spare.lend()
    #expect(!spare.take {})
  }
}

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
