import Dispatch
import Synchronization

/// Work that other threads do while this one goes on, such as compressing pictures.
package final class BackgroundWork: Sendable {
  /// What the threads share with the value that gives them work.
  private final class Shared: Sendable {
    let queue: BoundedQueue<@Sendable () throws -> Void>
    let failure = Mutex((any Error)?.none)

    init(capacity: Int) { queue = BoundedQueue(capacity: capacity) }

    /// Does work until there is no more; after a failure nothing is begun.
    func run() {
      do {
        while let work = try queue.take() {
          guard failure.withLock({ $0 == nil }) else { continue }
          try work()
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
        run()
      }
    }
  }

  private let shared: Shared
  private let running = DispatchGroup()
  private let threads: Int

  /// Starts threads.
  ///
  /// - Parameters:
  ///   - threads: how many threads to start beside this one; without any, work is done when it is given.
  ///   - capacity: how many pieces may wait for a thread; they hold what they work on.
  package init(threads: Int, capacity: Int = 4) {
    shared = Shared(capacity: capacity)
    var started = 0
    for _ in 0..<max(threads, 0) {
      running.enter()
      do {
        try startThread { [shared, running] in
          shared.run()
          running.leave()
        }
        started += 1
      } catch {
        // With fewer threads the same work takes longer.
        running.leave()
        break
      }
    }
    self.threads = started
  }

  deinit {
    // What still waits is not begun.
    shared.failure.withLock { $0 = $0 ?? CancellationError() }
    shared.queue.finish()
  }

  /// Gives a piece of work to the threads, or does it now if enough pieces wait.
  ///
  /// - Parameter work: the work.
  /// - Throws: the error of the work if it is done now.
  package func add(_ work: @escaping @Sendable () throws -> Void) throws {
    guard threads > 0, shared.queue.offer(work) else { return try work() }
  }

  /// Does what is left, and waits for the threads.
  ///
  /// - Throws: the first error of a piece.
  package func finish() throws {
    shared.queue.finish()
    shared.run()
    running.wait()
    if let error = shared.failure.withLock({ $0 }) { throw error }
  }
}
