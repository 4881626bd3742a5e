import Dispatch
import Synchronization

/// Does numbered pieces of pure computation, some at a time, and waits for all of them.
///
/// Dispatch keeps its threads from one call to the next, which matters to loops of thousands of
/// short steps; `concurrently` starts new ones at each call.
///
/// - Parameters:
///   - pieces: how many pieces there are; threads take the next one as they finish.
///   - threads: how many are done at a time, the calling thread's among them.
///   - work: does one piece, given its number.
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

/// Fills an array in stretches, several at a time.
///
/// - Parameters:
///   - count: the number of elements.
///   - initial: what they are before `fill` sets them.
///   - stretch: how many elements a piece has, which no result may depend on.
///   - threads: how many stretches are filled at a time.
///   - fill: sets the elements of a range; it gets the whole array and touches no others.
func filled<Element: Sendable>(
  _ count: Int, with initial: Element, stretch: Int, threads: Int,
  _ fill: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
) -> [Element] {
  var elements = [Element](repeating: initial, count: count)
  elements.withUnsafeMutableBufferPointer { buffer in
    // Safe: stretches do not overlap, and all are filled before the buffer goes.
    nonisolated(unsafe) let buffer = buffer
    inParallel((count + stretch - 1) / stretch, threads: threads) { piece in
      fill(piece * stretch..<min((piece + 1) * stretch, count), buffer)
    }
  }
  return elements
}

/// The elements that a function makes of others, some at a time.
///
/// - Parameters:
///   - elements: what they are made of.
///   - threads: how many are made at a time.
///   - transform: makes one, given the other's place too.
func mapped<Element: Sendable, Result: Sendable>(
  _ elements: [Element], threads: Int, _ transform: @Sendable (Int, Element) -> Result
) -> [Result] {
  filled(elements.count, with: nil as Result?, stretch: 1, threads: threads) { range, results in
    for index in range { results[index] = transform(index, elements[index]) }
  }.compactMap { $0 }
}
