import Foundation
import Synchronization

/// Starts a thread for C calls that block, because these must not hold Swift's cooperative threads.
///
/// The stack has 8 MiB, since FFmpeg's decoders keep large tables on it. Foundation's threads and
/// Dispatch are not used: where the system refuses a thread, they say nothing or try for ever.
///
/// - Parameter body: what the thread does.
/// - Throws: ``ThreadError`` if the system refuses the thread.
package func startThread(_ body: @escaping @Sendable () -> Void) throws {
  final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  pthread_attr_setstacksize(&attributes, 8 << 20)
  let box = Unmanaged.passRetained(Box(body))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, &attributes,
    { argument in
      // Never nil: it is the box below.
      if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
      return nil
    }, box.toOpaque())
  guard code == 0 else {
    box.release()
    throw ThreadError(code: code)
  }
}

/// Checks that some threads can run at the same time, by starting them for a moment.
///
/// OpenMP and OpenBLAS end the program if they can't start their threads, so this is asked before.
///
/// - Parameter count: the number of threads.
/// - Throws: ``ThreadError`` if the system refuses one of them.
package func checkThreads(_ count: Int) throws {
  try concurrently(count, threads: count) { _ in }
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
///   ``ThreadError`` if a thread can't be started; then no piece begins.
package func concurrently(
  _ count: Int, threads: Int, work: @escaping @Sendable (_ index: Int) throws -> Void
) throws {
  let state = Mutex((next: 0, failure: (index: Int, error: any Error)?.none))
  let (begin, finished) = (DispatchSemaphore(value: 0), DispatchGroup())
  func startWorker() throws {
    try startThread {
      defer { finished.leave() }
      begin.wait()
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
  // All threads are there before the first piece begins.
  var started = 0
  do {
    for _ in 0..<min(max(threads, 1), count) {
      finished.enter()
      try startWorker()
      started += 1
    }
  } catch {
    finished.leave()
    state.withLock { $0.failure = (0, error) }
  }
  for _ in 0..<started { begin.signal() }
  finished.wait()
  if let failure = state.withLock({ $0.failure }) { throw failure.error }
}

/// Makes numbered elements on threads of their own and waits for all of them.
///
/// - Parameters:
///   - count: the number of elements.
///   - threads: the number of threads, as in ``concurrently(_:threads:work:)``; with one, the calling thread makes them.
///   - make: makes the element of a number.
/// - Returns: the elements in the order of their numbers.
/// - Throws: as ``concurrently(_:threads:work:)``.
package func concurrentlyMade<Element: Sendable>(
  _ count: Int, threads: Int, by make: @escaping @Sendable (_ index: Int) throws -> Element
) throws -> [Element] {
  guard threads > 1 else { return try (0..<count).map(make) }
  let found = Mutex([Element?](repeating: nil, count: count))
  try concurrently(count, threads: threads) { index in
    let element = try make(index)
    found.withLock { $0[index] = element }
  }
  return found.withLock { $0.compactMap { $0 } }
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
