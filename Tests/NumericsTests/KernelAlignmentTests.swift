import Basics
import Evaluation
import Numerics
import Testing

@Suite struct KernelAlignmentTests {
  private func features(_ rows: [[Float]]) -> Features {
    Features(rows: rows.count, dimension: rows.first?.count ?? 0, values: rows.flatMap { $0 })
  }

  /// 0.7542472332656508 in NumPy, with whole matrices, as Song and others (2012) write equation 5.
  @Test func fiveRowsAsByNumPy() throws {
    let found = try KernelAlignment.between(
      features([[0, 0], [1, 0], [0, 2], [3, 1], [1, 1]]), features([[0], [1], [1], [4], [2]]))
    #expect(abs(try #require(found) - 0.754_247_233) < 1e-6)
  }

  @Test func turnedAndScaledIsTheSame() throws {
    let rows: [[Float]] = [[0, 0], [1, 0], [0, 2], [3, 1], [1, 1]]
    let found = try KernelAlignment.between(
      features(rows), features(rows.map { [5 - 2 * $0[1], 2 * $0[0]] }))
    #expect(abs(try #require(found) - 1) < 1e-6)
  }

  /// With the biased estimator, 10 rows of 200 numbers that have nothing to do with each other have 0.9.
  @Test func chanceIsNothingHoweverFewTheRows() throws {
    let found = (0..<20).map { draw in
      var generator = SeededGenerator(seed: UInt64(draw))
      func drawn() -> Features {
        Features(
          rows: 10, dimension: 200, values: (0..<2000).map { _ in Float(generator.unit()) - 0.5 })
      }
      return try? KernelAlignment.between(drawn(), drawn())
    }
    let mean = found.reduce(0) { $0 + ($1 ?? 1) } / 20
    #expect(abs(mean) < 0.1, "\(mean)")
  }

  @Test func nothingCanBeSaidOfThreeRowsOrEqualOnes() throws {
    let three = features([[0, 0], [1, 0], [0, 2]])
    #expect(try KernelAlignment.between(three, three) == nil)
    let equal = features([[1], [1], [1], [1]])
    #expect(try KernelAlignment.between(equal, features([[0], [1], [2], [4]])) == nil)
  }
}
