import Foundation

/// Makes a sequence of things on a thread of its own, a few ahead of their use.
package final class Prefetch<Element: Sendable> {
  private let queue: BoundedQueue<Element>

  /// Starts making.
  ///
  /// - Parameters:
  ///   - numbers: what to make, in order.
  ///   - capacity: how many may lie ready.
  ///   - make: makes one, given its number.
  package init(
    _ numbers: Range<Int>, capacity: Int = 3, make: @escaping @Sendable (Int) throws -> Element
  ) {
    let queue = BoundedQueue<Element>(capacity: capacity)
    self.queue = queue
    Thread {
      do {
        for number in numbers {
          guard queue.put(try make(number)) else { return }
        }
        queue.finish()
      } catch {
        queue.finish(throwing: error)
      }
    }.start()
  }

  deinit {
    queue.finish()
  }

  /// The next one, or nil after the last.
  ///
  /// - Throws: what making it threw.
  package func next() throws -> Element? {
    try queue.take()
  }
}
