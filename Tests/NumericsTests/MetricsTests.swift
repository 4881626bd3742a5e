import Basics
import Foundation
import Numerics
import Testing

@Suite struct ContingencyTableTests {
  private let categories = [0, 0, 0, 1, 1, 2, 2, 2]

  struct Case: Decodable {
    var clusters, categories: [Int]
    var conditionalEntropyBits, labelEntropyBits, homogeneity, nmi, ari, purity, accuracy: Double
  }

  @Test func equalsScikitLearnAndSciPy() throws {
    for expected in try Reference.read("scores.json", as: [Case].self) {
      let table = ContingencyTable(clusters: expected.clusters, categories: expected.categories)
      #expect(abs(table.conditionalEntropyBits - expected.conditionalEntropyBits) < 1e-9)
      #expect(abs(table.labelEntropyBits - expected.labelEntropyBits) < 1e-9)
      #expect(abs(table.homogeneity - expected.homogeneity) < 1e-9)
      #expect(abs(table.normalisedMutualInformation - expected.nmi) < 1e-9)
      #expect(abs(table.adjustedRandIndex - expected.ari) < 1e-9)
      #expect(abs(table.purity - expected.purity) < 1e-9)
      #expect(abs(table.accuracy - expected.accuracy) < 1e-9)
      let identity = table.labelEntropyBits * (1 - table.homogeneity)
      #expect(abs(table.conditionalEntropyBits - identity) < 1e-12)
    }
  }

  @Test func pureClusters() {
    let table = ContingencyTable(clusters: [5, 5, 5, 9, 9, 1, 7, 7], categories: categories)
    #expect(table.conditionalEntropyBits == 0)
    #expect(table.homogeneity == 1 && table.purity == 1)
    // Category 2 has two clusters, and only one of them is paired with it: 7 of 8.
    #expect(table.accuracy == 0.875)
    let perfect = ContingencyTable(clusters: categories.map { 2 - $0 }, categories: categories)
    #expect(perfect.normalisedMutualInformation == 1 && perfect.adjustedRandIndex == 1)
    #expect(perfect.accuracy == 1)
  }

  @Test func oneClusterHasNoInformation() {
    let table = ContingencyTable(clusters: categories.map { _ in 0 }, categories: categories)
    // By hand: 3/8, 2/8, 3/8.
    let entropy = 2 * 0.375 * log2(8.0 / 3) + 0.25 * 2
    #expect(abs(table.labelEntropyBits - entropy) < 1e-12)
    #expect(table.conditionalEntropyBits == table.labelEntropyBits)
    #expect(table.normalisedMutualInformation == 0 && table.adjustedRandIndex == 0)
    #expect(table.purity == 0.375 && table.accuracy == 0.375)
  }

  @Test func uniformCategoriesHaveTheLogarithmOfTheirNumber() {
    let table = ContingencyTable(
      clusters: (0..<60).map { $0 / 10 % 2 }, categories: (0..<60).map { $0 % 10 })
    #expect(abs(table.labelEntropyBits - log2(10)) < 1e-12)
    #expect(abs(table.conditionalEntropyBits - log2(10)) < 1e-12)
  }

  @Test func limits() {
    let one = ContingencyTable(clusters: [0], categories: ["a"])
    #expect(one.conditionalEntropyBits == 0 && one.normalisedMutualInformation == 1)
    #expect(one.adjustedRandIndex == 1 && one.accuracy == 1 && one.homogeneity == 1)
    let apart = ContingencyTable(clusters: [0, 1, 2], categories: ["a", "a", "a"])
    #expect(apart.normalisedMutualInformation == 0 && apart.adjustedRandIndex == 0)
  }

  @Test func namesDoNotMatterAndMergingNeverHelps() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<50 {
      let clusters = (0..<80).map { _ in generator.integer(below: 7) }
      let categories = (0..<80).map { _ in generator.integer(below: 5) }
      let table = ContingencyTable(clusters: clusters, categories: categories)
      let renamed = ContingencyTable(
        clusters: clusters.map { ($0 * 3 + 1) % 7 }, categories: categories.map { "\(9 - $0)" })
      #expect(abs(table.conditionalEntropyBits - renamed.conditionalEntropyBits) < 1e-12)
      #expect(abs(table.adjustedRandIndex - renamed.adjustedRandIndex) < 1e-12)
      #expect(table.accuracy == renamed.accuracy && table.purity == renamed.purity)
      let merged = ContingencyTable(
        clusters: clusters.map { $0 == 6 ? 0 : $0 }, categories: categories)
      #expect(merged.conditionalEntropyBits >= table.conditionalEntropyBits - 1e-12)
      #expect(table.conditionalEntropyBits <= table.labelEntropyBits + 1e-12)
    }
  }

  /// Against all 5! pairings.
  @Test func accuracyTakesTheBestOfAllPairings() {
    func best(_ counts: [[Int]], _ row: Int, _ free: Set<Int>) -> Int {
      guard row < counts.count else { return 0 }
      let skipped = free.count > counts.count - row ? best(counts, row + 1, free) : 0
      return free.reduce(skipped) {
        max($0, counts[row][$1] + best(counts, row + 1, free.subtracting([$1])))
      }
    }
    var generator = SeededGenerator(seed: 4)
    for (clusters, categories) in [(5, 5), (3, 5), (5, 2), (1, 4)] {
      for _ in 0..<20 {
        let found = (0..<40).map { _ in generator.integer(below: clusters) }
        let truth = (0..<40).map { _ in generator.integer(below: categories) }
        var counts = [[Int]](
          repeating: [Int](repeating: 0, count: max(categories, clusters)), count: clusters)
        for (cluster, category) in zip(found, truth) { counts[cluster][category] += 1 }
        let expected = best(counts, 0, Set(0..<max(categories, clusters)))
        let table = ContingencyTable(clusters: found, categories: truth)
        #expect(table.accuracy == Double(expected) / 40)
      }
    }
  }
}

@Suite struct KernelAlignmentTests {
  /// NumPy gives 0.7542472332656508 with full matrices, by equation 5 of Song and others (2012).
  @Test func fiveRowsEqualNumPy() throws {
    let found = try KernelAlignment.between(
      Features([[0, 0], [1, 0], [0, 2], [3, 1], [1, 1]]), Features([[0], [1], [1], [4], [2]]))
    #expect(abs(try #require(found) - 0.754_247_233) < 1e-6)
  }

  @Test func rotationAndScaleDoNotMatter() throws {
    let rows: [[Float]] = [[0, 0], [1, 0], [0, 2], [3, 1], [1, 1]]
    let found = try KernelAlignment.between(
      Features(rows), Features(rows.map { [5 - 2 * $0[1], 2 * $0[0]] }))
    #expect(abs(try #require(found) - 1) < 1e-6)
  }

  /// With the biased estimator, 10 independent rows of 200 numbers have an alignment of 0.9.
  @Test func independentFeaturesHaveNoAlignmentOnAverage() throws {
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

  @Test func threeRowsOrEqualRowsHaveNoAlignment() throws {
    let three = Features([[0, 0], [1, 0], [0, 2]])
    #expect(try KernelAlignment.between(three, three) == nil)
    let equal = Features([[1], [1], [1], [1]])
    #expect(try KernelAlignment.between(equal, Features([[0], [1], [2], [4]])) == nil)
  }
}
