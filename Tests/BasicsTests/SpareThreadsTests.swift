import Basics
import Foundation
import Synchronization
import Testing

@Suite struct SpareThreadsTests {
  @Test func nothingIsTakenOnWhereNobodyIsSpare() {
    let spare = SpareThreads()
    #expect(!spare.take {})
  }

  /// Takes turns by semaphores: nothing here waits for time.
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
    // Until it is lent, pieces are refused.
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
