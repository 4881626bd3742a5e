import Basics
import Evaluation
import Numerics
import Testing

@Suite struct ScoredClustersTests {
  /// Three videos of 3, 2 and 1 frames on a line.
  private let features = Features(rows: 6, dimension: 1, values: [0, 1, 8, 9, 11, 2])
  private let videoOfRow = [0, 0, 0, 1, 1, 2]

  @Test func framesAndVideosByHand() throws {
    let origins = RowGroups(videoOfRow: videoOfRow, videos: 3, categories: ["run", "box", "run"])
    let scored = try ClusteringScorer([0, 0, 1, 2, 1, 0], of: features, origins: origins)
    // Video 1's frames disagree: the lower number wins.
    #expect(scored.videoClusters == [0, 1, 0])
    let scores = try #require(scored.scores())
    // Cluster 1 holds one of each category: 2 of 6 frames, one bit.
    #expect(abs(scores.frames.conditionalEntropyBits - 2.0 / 6) < 1e-12)
    #expect(scores.videos.conditionalEntropyBits == 0)
    #expect(scores.frames.purity == 5.0 / 6 && scores.videos.purity == 1)
    // Nearest of another video: 0 → 2, 1 → 2, 8 → 9, 9 → 8, 11 → 8, 2 → 1: three of six run–run.
    #expect(scores.frames.neighbourAccuracy == 0.5)
    // Means 3, 10, 2: 0 ↔ 2 agree, 1 → 0 does not.
    #expect(scores.videos.neighbourAccuracy == 2.0 / 3)
  }

  @Test func withoutCategoriesNothingIsScored() throws {
    let origins = RowGroups(videoOfRow: videoOfRow, videos: 3, categories: nil)
    let scored = try ClusteringScorer([0, 0, 1, 1, 1, 0], of: features, origins: origins)
    #expect(scored.scores() == nil && scored.permutedScores(seed: 0) == nil)
    #expect(scored.videoClusters == [0, 1, 0])
  }

  @Test func oneVideoHasNoNeighbours() throws {
    let origins = RowGroups(
      videoOfRow: [0, 0, 0, 0, 0, 0], videos: 1, categories: ["run"])
    let scored = try ClusteringScorer([0, 0, 1, 1, 1, 0], of: features, origins: origins)
    let scores = try #require(scored.scores())
    #expect(scores.frames.neighbourAccuracy == nil && scores.videos.neighbourAccuracy == nil)
    let permuted = try #require(scored.permutedScores(permutations: 3, seed: 0))
    #expect(permuted.frames.neighbourAccuracy == nil && permuted.frames.purity.low == 1)
  }

  /// Frames are copies of their video, categories are drawn: a figure that permuted every frame by
  /// itself would call this far better than chance.
  @Test func randomCategoriesFallInThePermutationInterval() throws {
    var inside = 0
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let videos = 40
      let videoOfRow = (0..<videos * 6).map { $0 / 6 }
      let categories = (0..<videos).map { _ in "\(generator.integer(below: 4))" }
      let clusters = (0..<videos).map { _ in generator.integer(below: 5) }
      let places = (0..<videos).map { _ in Float(generator.gaussian()) }
      let scored = try ClusteringScorer(
        videoOfRow.map { clusters[$0] },
        of: Features(rows: videos * 6, dimension: 1, values: videoOfRow.map { places[$0] }),
        origins: RowGroups(videoOfRow: videoOfRow, videos: videos, categories: categories))
      let own = try #require(scored.scores()).frames.conditionalEntropyBits
      let chance = try #require(scored.permutedScores(seed: 1)).frames.conditionalEntropyBits
      #expect(chance.low < chance.mean && chance.mean < chance.high)
      if own >= chance.low, own <= chance.high { inside += 1 }
    }
    // 95 % are expected; fewer than 16 of 20 would have a chance of 0.3 %.
    #expect(inside >= 16)
  }

  @Test func permutationsAreAFunctionOfTheSeedAndKeepEntropyOfVideos() throws {
    let videoOfRow = (0..<60).map { $0 / 5 }
    let categories = (0..<12).map { "\($0 % 3)" }
    let features = blobs(rows: 60, dimension: 3, centres: 6, spread: 1, seed: 1)
    let scored = try ClusteringScorer(
      videoOfRow.map { $0 % 3 }, of: features,
      origins: RowGroups(videoOfRow: videoOfRow, videos: 12, categories: categories))
    let permuted = try #require(scored.permutedScores(permutations: 100, seed: 3))
    #expect(permuted == scored.permutedScores(permutations: 100, seed: 3))
    #expect(permuted != scored.permutedScores(permutations: 100, seed: 4))
    let entropy = permuted.videos.labelEntropyBits
    #expect(abs(entropy.low - entropy.high) < 1e-12)
    let own = try #require(scored.scores())
    #expect(own.frames.conditionalEntropyBits == 0)
    #expect(permuted.frames.conditionalEntropyBits.low > 0.3)
    #expect(permuted.frames.accuracy.high < 1)
  }

  /// As NumPy's percentile with its linear interpolation.
  @Test func intervalsHoldNinetyFivePercent() {
    let interval = Interval(of: (0...100).reversed().map { Double($0) })
    #expect(interval.mean == 50 && interval.low == 2.5 && interval.high == 97.5)
    #expect(Interval(of: [3]) == Interval(mean: 3, low: 3, high: 3))
  }
}
