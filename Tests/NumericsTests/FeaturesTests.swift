import Numerics
import Testing

@Suite struct FeaturesTests {
  private let rows = Features(rows: 4, dimension: 2, values: [0, 1, 2, 3, 4, 5, 9, 9])

  @Test func meansAroundRowsEndWhereTheRowsEnd() {
    let found = rows.means(around: [0, 2, 3, 8], radius: 1)
    #expect(found.values == [1, 2, 5, Float(17) / 3, 6.5, 7, 6.5, 7])
    #expect(rows.means(around: [1], radius: 0).values == [2, 3])
  }

  @Test func meansOfNoRowsAreZeros() {
    let none = Features(rows: 0, dimension: 2, values: [])
    #expect(none.means(around: [0, 5], radius: 3).values == [0, 0, 0, 0])
  }

  /// The mean is (3, 3), the squared distances from it 18 and 18.
  @Test func standardisedRowsHaveAMeanSquaredLengthOfOne() {
    let two = Features(rows: 2, dimension: 2, values: [0, 0, 6, 6])
    let side = Float(0.5).squareRoot()
    #expect(two.standardised().values == [-side, -side, side, side])
    #expect(
      two.joined(with: rows.means(around: [0, 3], radius: 0)).values == [0, 0, 0, 1, 6, 6, 9, 9])
    #expect(
      Standardisation(of: two)(two, weight: 2).values == [-2 * side, -2 * side, 2 * side, 2 * side])
  }
}
