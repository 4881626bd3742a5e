import Basics
import Numerics
import TestSupport
import Testing

@Suite struct ClusteringScorerTests {
  /// Three groups of 3, 2 and 1 rows on a line.
  private let features = Features(rows: 6, dimension: 1, values: [0, 1, 8, 9, 11, 2])
  private let groupOfRow = [0, 0, 0, 1, 1, 2]

  @Test func rowsAndGroupsByHand() throws {
    let groups = RowGroups(groupOfRow: groupOfRow, count: 3, categories: ["run", "box", "run"])
    let scorer = try ClusteringScorer([0, 0, 1, 2, 1, 0], of: features, groups: groups)
    // The rows of group 1 disagree: the lower number wins.
    #expect(scorer.groupClusters == [0, 1, 0])
    let scores = try #require(scorer.score())
    // Cluster 1 holds one of each category: 2 of 6 rows, one bit.
    #expect(abs(scores.rows.conditionalEntropyBits - 2.0 / 6) < 1e-12)
    #expect(scores.groups.conditionalEntropyBits == 0)
    #expect(scores.rows.purity == 5.0 / 6 && scores.groups.purity == 1)
    // Nearest of another group: 0 → 2, 1 → 2, 8 → 9, 9 → 8, 11 → 8, 2 → 1: three of six run–run.
    #expect(scores.rows.neighbourAccuracy == 0.5)
    // Means 3, 10, 2: 0 ↔ 2 agree, 1 → 0 does not.
    #expect(scores.groups.neighbourAccuracy == 2.0 / 3)
  }

  @Test func withoutCategoriesNothingIsScored() throws {
    let groups = RowGroups(groupOfRow: groupOfRow, count: 3, categories: nil)
    let scorer = try ClusteringScorer([0, 0, 1, 1, 1, 0], of: features, groups: groups)
    #expect(scorer.score() == nil && scorer.scorePermuted(seed: 0) == nil)
    #expect(scorer.groupClusters == [0, 1, 0])
  }

  @Test func oneGroupHasNoNeighbours() throws {
    let groups = RowGroups(
      groupOfRow: [0, 0, 0, 0, 0, 0], count: 1, categories: ["run"])
    let scorer = try ClusteringScorer([0, 0, 1, 1, 1, 0], of: features, groups: groups)
    let scores = try #require(scorer.score())
    #expect(scores.rows.neighbourAccuracy == nil && scores.groups.neighbourAccuracy == nil)
    let permuted = try #require(scorer.scorePermuted(permutations: 3, seed: 0))
    #expect(permuted.rows.neighbourAccuracy == nil && permuted.rows.purity.low == 1)
  }

  /// All rows of a group are equal, and categories are random.
  ///
  /// If the categories were permuted row by row, the result would look far better than chance.
  @Test func randomCategoriesFallInThePermutationInterval() throws {
    var inside = 0
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let groups = 40
      let groupOfRow = (0..<groups * 6).map { $0 / 6 }
      let categories = (0..<groups).map { _ in "\(generator.integer(below: 4))" }
      let clusters = (0..<groups).map { _ in generator.integer(below: 5) }
      let places = (0..<groups).map { _ in Float(generator.gaussian()) }
      let scorer = try ClusteringScorer(
        groupOfRow.map { clusters[$0] },
        of: Features(rows: groups * 6, dimension: 1, values: groupOfRow.map { places[$0] }),
        groups: RowGroups(groupOfRow: groupOfRow, count: groups, categories: categories))
      let own = try #require(scorer.score()).rows.conditionalEntropyBits
      let chance = try #require(scorer.scorePermuted(seed: 1)).rows.conditionalEntropyBits
      #expect(chance.low < chance.mean && chance.mean < chance.high)
      if own >= chance.low, own <= chance.high { inside += 1 }
    }
    // 95 % are expected; fewer than 16 of 20 would have a chance of 0.3 %.
    #expect(inside >= 16)
  }

  @Test func permutationsAreAFunctionOfTheSeedAndKeepEntropyOfGroups() throws {
    let groupOfRow = (0..<60).map { $0 / 5 }
    let categories = (0..<12).map { "\($0 % 3)" }
    let features = blobs(rows: 60, dimension: 3, centres: 6, spread: 1, seed: 1)
    let scorer = try ClusteringScorer(
      groupOfRow.map { $0 % 3 }, of: features,
      groups: RowGroups(groupOfRow: groupOfRow, count: 12, categories: categories))
    let permuted = try #require(scorer.scorePermuted(permutations: 100, seed: 3))
    #expect(permuted == scorer.scorePermuted(permutations: 100, seed: 3))
    #expect(permuted != scorer.scorePermuted(permutations: 100, seed: 4))
    let entropy = permuted.groups.labelEntropyBits
    #expect(abs(entropy.low - entropy.high) < 1e-12)
    let own = try #require(scorer.score())
    #expect(own.rows.conditionalEntropyBits == 0)
    #expect(permuted.rows.conditionalEntropyBits.low > 0.3)
    #expect(permuted.rows.accuracy.high < 1)
  }

  /// The limits are those of NumPy's `percentile` with linear interpolation.
  @Test func intervalsHoldNinetyFivePercent() {
    let interval = Interval(of: (0...100).reversed().map { Double($0) })
    #expect(interval.mean == 50 && interval.low == 2.5 && interval.high == 97.5)
    #expect(Interval(of: [3]) == Interval(mean: 3, low: 3, high: 3))
  }
}
