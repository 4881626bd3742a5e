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

  @Test func unitNumbersLieFromZeroToOne() {
    var generator = SeededGenerator(seed: 7)
    let draws = (0..<10_000).map { _ in generator.unit() }
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    // Five standard deviations of the mean: 5 / √(12 × 10 000).
    #expect(abs(draws.reduce(0, +) / 10_000 - 0.5) < 0.0145)
  }

  @Test func gaussianNumbersHaveMeanZeroAndVarianceOne() {
    var generator = SeededGenerator(seed: 7)
    let draws = (0..<10_000).map { _ in generator.gaussian() }
    // Five standard deviations: 5 / √10 000 of the mean, 5 √(2 / 10 000) of the variance.
    #expect(abs(draws.reduce(0, +) / 10_000) < 0.05)
    #expect(abs(draws.reduce(0) { $0 + $1 * $1 } / 10_000 - 1) < 0.071)
  }

  @Test func permutationsHoldEveryNumberOnce() {
    var generator = SeededGenerator(seed: 7)
    let order = generator.permutation(of: 1000)
    #expect(order.sorted() == Array(0..<1000))
    #expect(order != Array(0..<1000))
  }
}
