import Foundation
import Synchronization

/// Does work on a thread of its own, and gives it up where it shows no sign of life for too long.
///
/// A call that hangs, in a system call or in a library, can't be ended from outside; its thread is left
/// behind and its result, should one ever come, is dropped. Time is counted in whole seconds that the
/// process ran, so that one which was stopped and goes on later is not taken for one that hangs.
///
/// - Parameters:
///   - patience: for how many seconds nothing may be seen of the work.
///   - isCancelled: asked every second; work that does not end by itself then is left behind too.
///   - work: what to do; it calls its argument at every sign of life, and ends with what that throws.
/// - Returns: the work's result, nil if it was given up.
/// - Throws: what the work throws, or `CancellationError`.
public func watched<Result: Sendable>(
  patience: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
  _ work: @escaping @Sendable (_ life: Life) throws -> Result
) throws -> Result? {
  let life = Life()
  let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
  let finished = DispatchSemaphore(value: 0)
  let thread = Thread {
    let found = Swift.Result { try work(life) }
    outcome.withLock { $0 = found }
    finished.signal()
  }
  // FFmpeg's decoders keep large tables on the stack; Foundation's default is 512 KiB.
  thread.stackSize = 8 << 20
  thread.start()
  var (signs, silence) = (0, 0)
  while finished.wait(timeout: .now() + 1) == .timedOut {
    let seen = life.signs
    silence = seen == signs ? silence + 1 : 0
    signs = seen
    // One that can still hear of it ends by itself, and leaves nothing behind.
    guard silence > 0 else { continue }
    if isCancelled() {
      life.giveUp()
      throw CancellationError()
    }
    if silence >= patience {
      life.giveUp()
      return nil
    }
  }
  return try outcome.withLock { $0 }?.get()
}

/// What work that is watched shows of itself, and learns.
public final class Life: Sendable {
  private let count = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)

  /// Whether nobody waits for the work any longer.
  public var isGivenUp: Bool { isOver.load(ordering: .relaxed) }

  /// Shows that the work goes on.
  ///
  /// - Throws: `CancellationError` if nobody waits for it any longer.
  public func sign() throws {
    count.add(1, ordering: .relaxed)
    if isGivenUp { throw CancellationError() }
  }

  var signs: Int { count.load(ordering: .relaxed) }
  func giveUp() { isOver.store(true, ordering: .relaxed) }
}
