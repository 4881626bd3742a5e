import Foundation

/// A queue with limited room between a thread that makes elements and a thread that uses them.
///
/// The maker waits while the queue is full. The user waits while it is empty.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  // Unchecked: every access to the fields below holds `condition`.
  private let condition = NSCondition()
  private let capacity: Int
  private var elements: [Element] = []
  private var end: Result<Void, any Error>?

  /// Makes an empty queue.
  ///
  /// - Parameter capacity: the largest number of elements that the queue holds.
  package init(capacity: Int) {
    self.capacity = max(capacity, 1)
  }

  /// Adds an element as soon as there is room.
  ///
  /// - Returns: false if the queue has ended; the maker should then stop.
  package func put(_ element: Element) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while elements.count >= capacity && end == nil { condition.wait() }
    guard end == nil else { return false }
    elements.append(element)
    condition.broadcast()
    return true
  }

  /// Adds an element if there is room now.
  ///
  /// - Returns: false if there is no room, or if the queue has ended.
  package func offer(_ element: Element) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard elements.count < capacity, end == nil else { return false }
    elements.append(element)
    condition.broadcast()
    return true
  }

  /// Takes the oldest element as soon as there is one.
  ///
  /// - Returns: nil if the queue has ended and is empty.
  /// - Throws: the error with which the maker ended the queue.
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

  /// Ends the queue.
  ///
  /// Its elements can still be taken, but none can be added.
  ///
  /// - Parameter error: the error that stopped the maker, if there is one.
  package func finish(throwing error: (any Error)? = nil) {
    condition.lock()
    defer { condition.unlock() }
    if end == nil { end = error.map { .failure($0) } ?? .success(()) }
    condition.broadcast()
  }
}

/// Makes elements on a thread of its own, a few ahead of their use.
public final class Prefetch<Element: Sendable> {
  private let queue: BoundedQueue<Element>

  /// Starts to make elements.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the elements, in order.
  ///   - capacity: the largest number of elements that are made ahead.
  ///   - make: makes the element of a number.
  public init(
    _ numbers: Range<Int>, capacity: Int = 3, make: @escaping @Sendable (Int) throws -> Element
  ) {
    let queue = BoundedQueue<Element>(capacity: capacity)
    self.queue = queue
    do {
      try startThread {
        do {
          for number in numbers {
            guard queue.put(try make(number)) else { return }
          }
          queue.finish()
        } catch {
          queue.finish(throwing: error)
        }
      }
    } catch {
      queue.finish(throwing: error)
    }
  }

  deinit {
    queue.finish()
  }

  /// Waits for the next element.
  ///
  /// - Returns: the element, or nil after the last one.
  /// - Throws: the error that making it threw, or ``ThreadError`` if the thread could not be started.
  public func next() throws -> Element? {
    try queue.take()
  }
}
