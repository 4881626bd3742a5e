import Numerics
import TestSupport
import Testing

@Suite struct FeaturesTests {
  private let rows = Features(rows: 4, dimension: 2, values: [0, 1, 2, 3, 4, 5, 9, 9])

  @Test func rowsAreTakenInTheOrderOfTheirNumbers() {
    #expect(rows.rows([3, 0, 3]) == Features([[9, 9], [0, 1], [9, 9]]))
    #expect(rows.rows([]).rows == 0)
  }

  @Test func aFileIsReadBack() throws {
    let folder = try TemporaryFolder()
    try rows.write(to: folder("features.npy"))
    #expect(try Features(contentsOf: folder("features.npy")) == rows)
  }

  @Test func groupMeansByHand() {
    let means = rows.groupMeans([1, 1, 1, 2], count: 4)
    #expect(means == Features([[0, 0], [2, 3], [9, 9], [0, 0]]))
  }

  @Test func windowsAreCutAtTheFirstAndTheLastRow() {
    let found = rows.means(around: [0, 2, 3, 8], radius: 1)
    #expect(found.values == [1, 2, 5, Float(17) / 3, 6.5, 7, 6.5, 7])
    #expect(rows.means(around: [1], radius: 0).values == [2, 3])
  }

  @Test func meansOfNoRowsAreZeros() {
    let none = Features(rows: 0, dimension: 2, values: [])
    #expect(none.means(around: [0, 5], radius: 3).values == [0, 0, 0, 0])
  }

  @Test func normalisedRowsHaveALengthOfOne() {
    let normalised = Features([[3, 4], [0, 0], [0, -2]]).l2Normalised()
    #expect(normalised == Features([[0.6, 0.8], [0, 0], [0, -1]]))
  }

  /// The mean is (3, 3), and both squared distances from it are 18.
  @Test func standardisedRowsHaveAMeanSquaredLengthOfOne() {
    let two = Features([[0, 0], [6, 6]])
    let side = Float(0.5).squareRoot()
    #expect(two.standardised().values == [-side, -side, side, side])
    #expect(
      Standardisation(of: two).transform(two, weight: 2).values
        == [-2 * side, -2 * side, 2 * side, 2 * side])
  }

  @Test func joinedRowsStandSideBySide() {
    let joined = Features([[0, 0], [6, 6]]).joined(with: rows.rows([0, 3]))
    #expect(joined == Features([[0, 0, 0, 1], [6, 6, 9, 9]]))
  }
}
