import Foundation
import Synchronization

/// Starts a thread for C calls that block, because these must not hold Swift's cooperative threads.
///
/// The stack has 8 MiB: FFmpeg's decoders keep large tables on it, and Foundation's default is 512 KiB.
func startThread(_ body: @escaping @Sendable () -> Void) {
  let thread = Thread(block: body)
  thread.stackSize = 8 << 20
  thread.start()
}

/// Does numbered pieces of work on threads of their own and waits for all of them.
///
/// This is for C calls that block, which must not hold Swift's cooperative threads. A thread takes the
/// next number when it has finished a piece, so long pieces do not delay short ones.
///
/// - Parameters:
///   - count: the number of pieces.
///   - threads: the number of threads; at most one for each piece is started.
///   - work: does the piece of a number.
/// - Throws: the error of the failed piece with the lowest number. After an error, no new piece begins.
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

/// Idle threads that help threads with too much work.
///
/// A piece of work is accepted only if a thread is there to do it at once or soon. So work never piles
/// up.
package final class SpareThreads: @unchecked Sendable {
  // Unchecked: every access to the fields below holds `condition`.
  private let condition = NSCondition()
  private var work: [@Sendable () -> Void] = []
  private var lent = 0
  private var isClosed = false

  /// Makes an empty set of threads.
  package init() {}

  /// Lends the calling thread until ``close()`` is called and the accepted work is done.
  package func lend() {
    condition.lock()
    defer { condition.unlock() }
    lent += 1
    defer { lent -= 1 }
    while true {
      while work.isEmpty && !isClosed { condition.wait() }
      guard !work.isEmpty else { return }
      let piece = work.removeFirst()
      condition.unlock()
      piece()
      condition.lock()
    }
  }

  /// Gives a piece of work to an idle thread, if there is one.
  ///
  /// - Parameter piece: the work.
  /// - Returns: false if no thread is lent, or if all of them have work waiting. The caller must then do
  ///   the work itself.
  package func take(_ piece: @escaping @Sendable () -> Void) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard !isClosed, work.count < lent else { return false }
    work.append(piece)
    condition.signal()
    return true
  }

  /// Releases the threads when the accepted work is done.
  package func close() {
    condition.lock()
    defer { condition.unlock() }
    isClosed = true
    condition.broadcast()
  }
}
