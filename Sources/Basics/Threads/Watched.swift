import Foundation
import Synchronization

/// Does work on a thread of its own, and gives it up where its heart does not beat for too long.
///
/// A call that hangs, in a system call or in a library, can't be ended from outside; its thread is left
/// behind and its result, should one ever come, is dropped. Time is counted in whole seconds that the
/// process ran, so that one which was stopped and goes on later is not taken for one that hangs.
///
/// - Parameters:
///   - patience: for how many seconds nothing may be seen of the work.
///   - isCancelled: asked every second; work that does not end by itself then is left behind too.
///   - work: what to do; it beats at every sign of life, and ends with what that throws.
/// - Returns: the work's result, nil if it was given up.
/// - Throws: what the work throws, or `CancellationError`.
package func watched<Result: Sendable>(
  patience: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
  _ work: @escaping @Sendable (_ heartbeat: Heartbeat) throws -> Result
) throws -> Result? {
  let heartbeat = Heartbeat()
  let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
  let finished = DispatchSemaphore(value: 0)
  startThread {
    let found = Swift.Result { try work(heartbeat) }
    outcome.withLock { $0 = found }
    finished.signal()
  }
  var (beats, silence) = (0, 0)
  while finished.wait(timeout: .now() + 1) == .timedOut {
    let seen = heartbeat.beats
    silence = seen == beats ? silence + 1 : 0
    beats = seen
    // One that can still hear of it ends by itself, and leaves nothing behind.
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
