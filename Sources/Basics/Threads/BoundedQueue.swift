import Foundation

/// A queue between a thread that makes things and one that uses them, with room for a few.
///
/// The maker waits while it is full, the user while it is empty.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  // Unchecked: every access to the fields below holds `condition`.
  private let condition = NSCondition()
  private let capacity: Int
  private var elements: [Element] = []
  private var end: Result<Void, any Error>?

  /// Makes an empty queue.
  ///
  /// - Parameter capacity: how many elements it holds at most.
  package init(capacity: Int) {
    self.capacity = max(capacity, 1)
  }

  /// Adds an element, once there is room.
  ///
  /// - Returns: false if the queue was ended, which tells the maker to stop.
  package func put(_ element: Element) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while elements.count >= capacity && end == nil { condition.wait() }
    guard end == nil else { return false }
    elements.append(element)
    condition.broadcast()
    return true
  }

  /// Takes the oldest element, once there is one.
  ///
  /// - Returns: nil when the queue has ended and is empty.
  /// - Throws: the error that the maker ended the queue with.
  package func take() throws -> Element? {
    condition.lock()
    defer { condition.unlock() }
    while elements.isEmpty && end == nil { condition.wait() }
    guard elements.isEmpty else {
      defer { condition.broadcast() }
      return elements.removeFirst()
    }
    try end?.get()
    return nil
  }

  /// Ends the queue: what is in it can still be taken, nothing is added any more.
  ///
  /// - Parameter error: why, if the maker could not go on.
  package func finish(throwing error: (any Error)? = nil) {
    condition.lock()
    defer { condition.unlock() }
    if end == nil { end = error.map { .failure($0) } ?? .success(()) }
    condition.broadcast()
  }
}
