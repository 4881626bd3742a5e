import Foundation
import Numerics
import TestSupport
import Testing

@Suite struct PredictionsTests {
  /// Four rows of seven categories.
  ///
  /// The true categories rank first, second, fifth and sixth; the sixth is as probable as the fifth
  /// but has a higher number.
  private let ranked = Predictions(
    categories: 7,
    probabilities: [
      0.7, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05,
      0.4, 0.3, 0.1, 0.05, 0.05, 0.05, 0.05,
      0.3, 0.2, 0.18, 0.12, 0.1, 0.06, 0.04,
      0.3, 0.2, 0.18, 0.12, 0.1, 0.1, 0.0,
    ])

  @Test func countsByHand() {
    let truth = [0, 1, 4, 5]
    #expect(ranked.rows == 4 && ranked.first == [0, 0, 0, 0])
    #expect(ranked.accuracy(amongFirst: 1, truth: truth) == 0.25)
    #expect(ranked.accuracy(amongFirst: 2, truth: truth) == 0.5)
    #expect(ranked.accuracy(amongFirst: 5, truth: truth) == 0.75)
    #expect(ranked.accuracy(amongFirst: 6, truth: truth) == 1)
  }

  /// In the first group one row is slightly wrong and one is clearly right, so the group is right.
  @Test func aGroupIsTheMeanOfItsRows() {
    let rows = Predictions(categories: 2, probabilities: [0.4, 0.6, 0.9, 0.1, 0.2, 0.8])
    let groups = rows.means(of: [0, 0, 1], count: 2)
    let expected = [0.65, 0.35, 0.2, 0.8]
    #expect(zip(groups.probabilities, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let found = Probe.Accuracies(rows, truth: [0, 0, 0], groupOfRow: [0, 0, 1], groups: 2)
    #expect(abs(found.top1 - 1.0 / 3) < 1e-12 && found.groupTop1 == 0.5)
    #expect(found.top5 == 1 && found.groupTop5 == 1, "there are only two categories")
  }

  @Test func equallyProbableCategoriesCountInOrder() {
    let equal = Predictions(categories: 3, probabilities: [0.25, 0.375, 0.375])
    #expect(equal.first == [1])
    #expect(equal.accuracy(amongFirst: 1, truth: [1]) == 1)
    #expect(equal.accuracy(amongFirst: 1, truth: [2]) == 0)
  }

  @Test func aConfusionMatrixCountsByHandAndIsReadBack() throws {
    let matrix = ConfusionMatrix(
      categories: ["a", "b,\"c\"", "d"], truth: [0, 0, 0, 1, 2, 2], predicted: [0, 0, 1, 2, 2, 0])
    #expect(matrix.counts == [[2, 1, 0], [0, 0, 1], [1, 0, 1]])
    let folder = try TemporaryFolder()
    try matrix.write(to: folder("confusion.csv"))
    #expect(
      try String(contentsOfFile: folder("confusion.csv"), encoding: .utf8)
        == "true \\ predicted,a,\"b,\"\"c\"\"\",d\na,2,1,0\n\"b,\"\"c\"\"\",0,0,1\nd,1,0,1\n")
    #expect(try ConfusionMatrix(contentsOf: folder("confusion.csv")) == matrix)
    // Counts that could overflow in a sum are refused.
    let text = try String(contentsOfFile: folder("confusion.csv"), encoding: .utf8)
    for count in ["-1", "9223372036854775807"] {
      let other = text.replacing(/,\d+\n/, with: ",\(count)\n")
      try other.write(toFile: folder("other.csv"), atomically: false, encoding: .utf8)
      #expect(throws: NumericsError.self) { try ConfusionMatrix(contentsOf: folder("other.csv")) }
    }
  }
}
