import Basics
import Dispatch
import Synchronization

/// Threads that wait for pieces of a computation, from one call of ``inParallel(_:threads:_:)`` to the
/// next.
///
/// Dispatch has such threads too, but tries for ever to start one where the system allows no more.
private enum Helpers {
  private static let spare = SpareThreads()
  private static let started = Mutex(0)

  /// Starts threads until there are so many, or as many as the system allows.
  static func ensure(_ count: Int) {
    started.withLock { started in
      while started < count {
        // With fewer threads the computation gives the same result later.
        guard (try? startThread { spare.lend() }) != nil else { return }
        started += 1
      }
    }
  }

  /// Gives work to an idle thread, if there is one.
  static func take(_ work: @escaping @Sendable () -> Void) -> Bool { spare.take(work) }
}

/// Runs numbered pieces of a pure computation in parallel, and waits for all of them.
///
/// Its threads stay from one call to the next, which matters in loops of thousands of short steps.
/// `concurrently` of `Basics` starts new threads at each call.
///
/// - Parameters:
///   - pieces: the number of pieces; a thread takes the next one when it has finished its last.
///   - threads: how many pieces run at a time, one of them on the calling thread.
///   - work: runs one piece, given its number.
func inParallel(_ pieces: Int, threads: Int, _ work: @Sendable (_ piece: Int) -> Void) {
  guard min(pieces, threads) > 1 else {
    for piece in 0..<pieces { work(piece) }
    return
  }
  let helpers = min(pieces, threads) - 1
  Helpers.ensure(helpers)
  let finished = DispatchGroup()
  withoutActuallyEscaping(work) { work in
    let pieces = Pieces(count: pieces, work: work)
    for _ in 0..<helpers {
      finished.enter()
      let isTaken = Helpers.take {
        pieces.run()
        finished.leave()
      }
      if !isTaken { finished.leave() }
    }
    pieces.run()
    finished.wait()
    pieces.forget()
  }
}

/// The pieces that are left of a computation.
private final class Pieces: @unchecked Sendable {
  // Unchecked: `work` changes only in `forget`, when no thread runs it any more.
  private let next = Atomic(0)
  private let count: Int
  private var work: (@Sendable (_ piece: Int) -> Void)?

  init(count: Int, work: @escaping @Sendable (_ piece: Int) -> Void) {
    (self.count, self.work) = (count, work)
  }

  /// Does pieces until none is left.
  ///
  /// It is never inlined, so that no reference to the work is kept when it returns.
  @inline(never) func run() {
    guard let work else { return }
    while case let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue, piece < count {
      work(piece)
    }
  }

  /// Releases the work, which must not outlive the call of ``inParallel(_:threads:_:)``.
  func forget() { work = nil }
}

/// Fills an array in parallel, stretch by stretch.
///
/// - Parameters:
///   - count: the number of elements.
///   - initial: the value of every element before `fill` sets it.
///   - stretch: the number of elements in a piece; results must not depend on it.
///   - threads: how many stretches are filled at a time.
///   - fill: sets the elements of a range; it gets the whole array and touches no other elements.
/// - Returns: the filled array.
func filled<Element: Sendable>(
  _ count: Int, with initial: Element, stretch: Int, threads: Int,
  _ fill: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
) -> [Element] {
  var elements = [Element](repeating: initial, count: count)
  elements.withUnsafeMutableBufferPointer { buffer in
    // Safe: stretches do not overlap, and all are filled before the buffer ends its life.
    nonisolated(unsafe) let buffer = buffer
    inParallel((count + stretch - 1) / stretch, threads: threads) { piece in
      fill(piece * stretch..<min((piece + 1) * stretch, count), buffer)
    }
  }
  return elements
}

/// Transforms the elements of an array in parallel.
///
/// - Parameters:
///   - elements: the elements.
///   - threads: how many elements are transformed at a time.
///   - transform: gets an element's index and the element.
/// - Returns: the results, in the elements' order.
package func mapped<Element: Sendable, Result: Sendable>(
  _ elements: [Element], threads: Int, _ transform: @Sendable (Int, Element) -> Result
) -> [Result] {
  filled(elements.count, with: nil as Result?, stretch: 1, threads: threads) { range, results in
    for index in range { results[index] = transform(index, elements[index]) }
  }.compactMap { $0 }
}
