import CLoops
import TestSupport
import Testing

/// The loops in C have the bits of the same loops in Swift, which rounds every product and every sum.
@Suite struct VectorLoopTests {
  /// Whole vectors and rests.
  static let counts = [0, 1, 7, 8, 15, 16, 31, 32, 33, 64, 100]

  /// By definition: 32 sums, the second half added to the first, these sixteen added in order, and the rest.
  @Test(arguments: counts) func products(count: Int) {
    let (left, right) = (Formula.values(1, count: count), Formula.values(2, count: count))
    let whole = count / 32 * 32
    var sums = [Float](repeating: 0, count: 32)
    for at in 0..<whole { sums[at % 32] += left[at] * right[at] }
    var expected = (0..<16).reduce(Float(0)) { $0 + (sums[$1] + sums[$1 + 16]) }
    for at in whole..<count { expected += left[at] * right[at] }
    #expect(cl_product(left, right, count) == expected)
  }

  /// By definition: eight sums, added in order, and the rest.
  @Test(arguments: counts) func squaredDistances(count: Int) {
    let (left, right) = (Formula.values(1, count: count), Formula.values(2, count: count))
    let squares = (0..<count).map { at in
      let difference = Double(left[at]) - Double(right[at])
      return difference * difference
    }
    let whole = count / 8 * 8
    var sums = [Double](repeating: 0, count: 8)
    for at in 0..<whole { sums[at % 8] += squares[at] }
    let expected = squares[whole...].reduce(sums.reduce(0, +), +)
    #expect(cl_squared_distance(left, right, count) == expected)
  }

  @Test(arguments: counts) func sums(count: Int) {
    let values = Formula.values(1, count: count)
    let before = Formula.values(2, count: count).map { Double($0) } + [5]
    var sums = before
    cl_add(values, -0.3, &sums, count)
    #expect(sums == (0..<count).map { before[$0] - 0.3 * Double(values[$0]) } + [5])
  }
}
