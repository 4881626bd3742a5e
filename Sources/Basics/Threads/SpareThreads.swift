import Foundation

/// Threads that have no work of their own left, for those that have too much of it.
///
/// Work is only taken while somebody is there to do it at once or soon, so that it never piles up.
package final class SpareThreads: @unchecked Sendable {
  // Unchecked: every access to the fields below holds `condition`.
  private let condition = NSCondition()
  private var work: [@Sendable () -> Void] = []
  private var lent = 0
  private var isClosed = false

  /// Nobody's threads yet.
  package init() {}

  /// Gives the calling thread away, until ``close()`` is called and what was taken on is done.
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

  /// Has a thread do some work, if there is one for it.
  ///
  /// - Parameter piece: what to do.
  /// - Returns: false where nobody is spare, or all who are have work waiting; it is the caller's then.
  package func take(_ piece: @escaping @Sendable () -> Void) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard !isClosed, work.count < lent else { return false }
    work.append(piece)
    condition.signal()
    return true
  }

  /// Sends the threads home, once what was taken on is done.
  package func close() {
    condition.lock()
    defer { condition.unlock() }
    isClosed = true
    condition.broadcast()
  }
}
