import Basics
import Testing

@Suite struct SeededGeneratorTests {
  @Test func pathsOpenDifferentStreams() {
    var first = SeededGenerator(seed: 1, path: 0, 1)
    var again = SeededGenerator(seed: 1, path: 0, 1)
    var other = SeededGenerator(seed: 1, path: 1, 0)
    let draws = (0..<4).map { _ in first.next() }
    #expect(draws == (0..<4).map { _ in again.next() })
    #expect(draws != (0..<4).map { _ in other.next() })
  }

  @Test func integersAreUniform() {
    var generator = SeededGenerator(seed: 7)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[generator.integer(below: 6)] += 1 }
    // Five standard deviations of a binomial with n = 60 000, p = 1/6: 5 × 91.
    for count in counts { #expect(abs(count - 10_000) < 457) }
  }

  @Test func permutationsHoldEveryNumberOnce() {
    var generator = SeededGenerator(seed: 7)
    let order = generator.permutation(of: 1000)
    #expect(order.sorted() == Array(0..<1000))
    #expect(order != Array(0..<1000))
  }
}
