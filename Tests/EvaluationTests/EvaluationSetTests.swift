import Datasets
import Evaluation
import Numerics
import Testing
import Videos

@Suite struct EvaluationSetTests {
  private static let videos = (0..<3).map { number in
    StoredVideo(
      name: "v\(number)", category: ["a", "b", "b"][number],
      frames: (0..<[4, 0, 2][number]).map {
        StoredFrame(number: 10 * $0, seconds: Double($0), hasSuccessor: false)
      })
  }

  @Test func videosWithoutFramesAreLeftOut() {
    let set = EvaluationSet(of: Self.videos)
    #expect(set.videos.map(\.name) == ["v0", "v2"])
    #expect(set.frames.map(\.frame) == [0, 10, 20, 30, 0, 10])
    #expect(set.frames.map(\.video) == [0, 0, 0, 0, 1, 1] && set.categoryCount == 2)
  }

  @Test func oneCategoryIsAsNone() {
    let one = EvaluationSet(of: [Self.videos[2]])
    #expect(one.categoryCount == 0 && one.groups.categories == nil && one.onlyCategory == "b")
    let both = EvaluationSet(of: Self.videos)
    #expect(both.groups.categories == ["a", "b"] && both.onlyCategory == nil)
  }

  /// By hand: the means of rows 0 to 3 and of rows 4 and 5.
  @Test func videoMeansAreMeansOfTheirRows() {
    let means = EvaluationSet(of: Self.videos).videoMeans(
      of: Features(rows: 6, dimension: 1, values: [1, 2, 3, 6, 10, 20]))
    #expect(means.values == [3, 15])
  }
}

@Suite struct EvaluationSetDrawTests {
  private func video(_ name: String, _ category: String, frames: Int) -> StoredVideo {
    StoredVideo(
      name: name, category: category,
      frames: (0..<frames).map { StoredFrame(number: 10 * $0, seconds: 0, hasSuccessor: false) })
  }

  /// Three videos of a, one of b, and one too short for its share.
  private var videos: [StoredVideo] {
    [
      video("a1", "a", frames: 10), video("a2", "a", frames: 10), video("a3", "a", frames: 1),
      video("b1", "b", frames: 8),
    ]
  }

  @Test func everyVideoGivesAlikeAndSpread() {
    let drawn = EvaluationSet.draw(9, of: videos, seed: 1)
    #expect(drawn.map(\.name) == videos.map(\.name))
    // Four in the first round, then three a round of those that have frames left; two in the last.
    #expect(drawn.map { $0.frames.count }.sorted().suffix(4).reduce(0, +) == 9)
    #expect(drawn[2].frames.count == 1)
    #expect(drawn.allSatisfy { $0.frames.count <= 3 })
    // Two of eight frames: the middles of both halves.
    let two = EvaluationSet.draw(2, of: [videos[3]], seed: 1)
    #expect(two[0].frames.map(\.number) == [20, 60])
  }

  @Test func fewFramesStillComeFromAllCategories() {
    for seed in 0..<20 {
      let drawn = EvaluationSet.draw(2, of: videos, seed: UInt64(seed))
      let categories = drawn.filter { !$0.frames.isEmpty }.map(\.category)
      #expect(categories == ["a", "b"])
    }
    let seeds = Set((0..<20).map { EvaluationSet.draw(2, of: videos, seed: $0)[0].frames.count })
    #expect(seeds == [0, 1], "the seed chooses the video")
  }

  @Test func allOrNone() {
    #expect(EvaluationSet.draw(1000, of: videos, seed: 1) == videos)
    #expect(EvaluationSet.draw(0, of: videos, seed: 1).flatMap(\.frames) == [])
  }
}
