import Foundation
import Synchronization

/// Does numbered pieces of work on threads of their own and waits for all of them.
///
/// For blocking C calls, which must not hold Swift's cooperative threads. Threads take the next
/// number as they finish, so long pieces do not hold up short ones.
///
/// - Parameters:
///   - count: how many pieces there are.
///   - threads: how many are done at a time; no more are started than there are pieces.
///   - work: does one piece, given its number.
/// - Throws: the error of the piece with the lowest number among those that failed; after an error
///   no new piece is begun.
package func concurrently(
  _ count: Int, threads: Int, work: @escaping @Sendable (_ index: Int) throws -> Void
) throws {
  let state = Mutex((next: 0, failure: (index: Int, error: any Error)?.none))
  let finished = DispatchGroup()
  for _ in 0..<min(max(threads, 1), count) {
    finished.enter()
    startThread {
      defer { finished.leave() }
      while true {
        let index = state.withLock { state -> Int? in
          guard state.failure == nil, state.next < count else { return nil }
          defer { state.next += 1 }
          return state.next
        }
        guard let index else { return }
        do {
          try work(index)
        } catch {
          state.withLock { state in
            if state.failure.map({ index < $0.index }) ?? true { state.failure = (index, error) }
          }
        }
      }
    }
  }
  finished.wait()
  if let failure = state.withLock({ $0.failure }) { throw failure.error }
}
