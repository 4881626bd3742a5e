import Synchronization

/// How work that is watched shows that it goes on, and learns that nobody waits for it.
package final class Heartbeat: Sendable {
  private let count = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)

  /// Whether nobody waits for the work any longer.
  package var isGivenUp: Bool { isOver.load(ordering: .relaxed) }

  /// Shows that the work goes on.
  ///
  /// - Throws: `CancellationError` if nobody waits for it any longer.
  package func beat() throws {
    count.add(1, ordering: .relaxed)
    if isGivenUp { throw CancellationError() }
  }

  /// How often it beat.
  var beats: Int { count.load(ordering: .relaxed) }

  /// Tells the work that nobody waits for it.
  func giveUp() { isOver.store(true, ordering: .relaxed) }
}
