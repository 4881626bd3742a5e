import Datasets
import Testing
import Videos

@Suite struct LabelledFrameSamplerTests {
  private static func video(_ name: String, _ category: String, frames: Int) -> StoredVideo {
    StoredVideo(
      name: name, category: category, frames: PairSamplerTests.video(name, frames: frames).frames)
  }

  private static let videos = [
    video("b/1.avi", "b", frames: 3), video("a/1.avi", "a", frames: 2),
    video("a/2.avi", "a", frames: 0), video("c/1.avi", "c", frames: 1),
  ]

  @Test func everyQueryComesOnceAnEpochWithItsCategory() throws {
    let sampler = try LabelledFrameSampler(videos: Self.videos, seed: 1)
    #expect(sampler.categories == ["a", "b", "c"] && sampler.count == 6)
    for epoch in 0..<2 {
      let examples = sampler.order(ofEpoch: epoch).map { sampler.example($0, ofEpoch: epoch) }
      #expect(Set(examples.flatMap(\.frames)).count == 6)
      for example in examples {
        let video = sampler.videos[example.frames[0].video]
        #expect(example.frames.count == 1 && example.frames[0].role == .query)
        #expect(sampler.categories[example.label] == video.category)
      }
    }
  }

  @Test func oneCategoryOrNoneIsRefused() {
    for (category, words) in [("a", "only a"), ("", "these have none")] {
      let error = #expect(throws: SamplingError.self) {
        try LabelledFrameSampler(
          videos: [Self.video("1.avi", category, frames: 2)], seed: 1)
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}
