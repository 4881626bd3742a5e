import Foundation
import Synchronization

/// Does work on a thread of its own and gives it up if it shows no progress for too long.
///
/// A system call or a library call that hangs cannot be ended from outside. Its thread is left behind,
/// and its result is dropped if it ever arrives. Time is counted in whole seconds in which the process
/// ran, so a process that was stopped and continued is not taken for one that hangs.
///
/// - Parameters:
///   - patience: the number of seconds without a heartbeat after which the work is given up.
///   - isCancelled: called every second; if true, work that does not end by itself is left behind.
///   - work: the work; it calls ``Heartbeat/beat()`` at every sign of progress, and ends if that throws.
/// - Returns: the work's result; nil if it was given up.
/// - Throws: the error of the work, ``ThreadError`` if its thread can't be started, or
///   `CancellationError`.
package func watched<Result: Sendable>(
  patience: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
  _ work: @escaping @Sendable (_ heartbeat: Heartbeat) throws -> Result
) throws -> Result? {
  let heartbeat = Heartbeat()
  let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
  let finished = DispatchSemaphore(value: 0)
  try startThread {
    let found = Swift.Result { try work(heartbeat) }
    outcome.withLock { $0 = found }
    finished.signal()
  }
  var (beats, silence) = (0, 0)
  while finished.wait(timeout: .now() + 1) == .timedOut {
    let seen = heartbeat.beats
    silence = seen == beats ? silence + 1 : 0
    beats = seen
    // Work that still beats notices a cancellation itself, and then leaves nothing behind.
    guard silence > 0 else { continue }
    if isCancelled() {
      heartbeat.giveUp()
      throw CancellationError()
    }
    if silence >= patience {
      heartbeat.giveUp()
      return nil
    }
  }
  return try outcome.withLock { $0 }?.get()
}

/// Shows that watched work makes progress, and tells the work if it was given up.
package final class Heartbeat: Sendable {
  private let count = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)

  /// Whether the work was given up.
  package var isGivenUp: Bool { isOver.load(ordering: .relaxed) }

  /// Shows that the work makes progress.
  ///
  /// - Throws: `CancellationError` if the work was given up.
  package func beat() throws {
    count.add(1, ordering: .relaxed)
    if isGivenUp { throw CancellationError() }
  }

  /// The number of calls of ``beat()``.
  fileprivate var beats: Int { count.load(ordering: .relaxed) }

  /// Tells the work that it was given up.
  fileprivate func giveUp() { isOver.store(true, ordering: .relaxed) }
}
