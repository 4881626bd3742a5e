import Dispatch
import Synchronization

/// Runs numbered pieces of a pure computation in parallel, and waits for all of them.
///
/// Dispatch keeps its threads from one call to the next, which matters in loops of thousands of
/// short steps. `concurrently` of `Basics` starts new threads at each call.
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
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: min(pieces, threads)) { _ in
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < pieces else { return }
      work(piece)
    }
  }
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
func mapped<Element: Sendable, Result: Sendable>(
  _ elements: [Element], threads: Int, _ transform: @Sendable (Int, Element) -> Result
) -> [Result] {
  filled(elements.count, with: nil as Result?, stretch: 1, threads: threads) { range, results in
    for index in range { results[index] = transform(index, elements[index]) }
  }.compactMap { $0 }
}
