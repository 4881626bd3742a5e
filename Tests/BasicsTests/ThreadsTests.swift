import Basics
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
