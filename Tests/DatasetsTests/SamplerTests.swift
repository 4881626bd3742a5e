import Datasets
import Testing
import Videos

@Suite struct PositivePairSamplerTests {
  private static func video(_ name: String, queries: Int) -> StoredVideo {
    StoredVideo(
      name: name, category: "",
      frames: (0..<queries).map { place in
        StoredFrame(
          number: 10 * place, seconds: Double(place), hasSuccessor: place + 1 < queries)
      })
  }

  private static let videos = [12, 1, 5, 0, 30].enumerated().map {
    video("\($0).avi", queries: $1)
  }

  @Test(arguments: [0, 10, 25])
  func everyQueryComesOnceWithAnotherOneThatIsNearEnough(distance: Int) throws {
    let sampler = try PositivePairSampler(videos: Self.videos, distance: distance, seed: 1)
    #expect(sampler.videos.count == 4 && sampler.count == 12 + 1 + 5 + 30)
    for epoch in 0..<3 {
      let examples = sampler.order(ofEpoch: epoch).map { sampler.example($0, ofEpoch: epoch) }
      #expect(Set(examples.map { $0.frames[0] }).count == sampler.count)
      for example in examples {
        let (anchor, partner) = (example.frames[0], example.frames[1])
        #expect(anchor.video == example.label && partner.video == example.label)
        // The video of one query has nothing to pair it with.
        #expect((anchor == partner) == (sampler.videos[anchor.video].frames.count == 1))
        if distance > 0 { #expect(abs(anchor.frame - partner.frame) <= distance) }
      }
    }
  }

  /// 30 queries have 29 partners each; over 2 000 epochs each comes 69 times, give or take 8.
  @Test func partnersAreDrawnAlike() throws {
    let sampler = try PositivePairSampler(
      videos: [Self.video("a", queries: 30), Self.video("b", queries: 2)], seed: 5)
    var counts = [Int: Int]()
    for epoch in 0..<2000 {
      counts[sampler.example(7, ofEpoch: epoch).frames[1].frame, default: 0] += 1
    }
    #expect(Set(counts.keys) == Set((0..<30).map { 10 * $0 }).subtracting([70]))
    #expect(counts.values.allSatisfy { (69 - 42...69 + 42).contains($0) }, "\(counts)")
  }

  @Test func aQueryAloneIsPairedWithItsSuccessor() throws {
    let alone = StoredVideo(
      name: "a", category: "", frames: [StoredFrame(number: 0, seconds: 0, hasSuccessor: true)])
    let sampler = try PositivePairSampler(videos: [alone, Self.video("b", queries: 2)], seed: 1)
    #expect(
      sampler.example(0, ofEpoch: 0).frames[1]
        == FrameReference(video: 0, frame: 1, role: .successor))
  }

  @Test func oneVideoAloneHasNothingToStandOutFrom() {
    #expect(throws: SamplingError.self) {
      try PositivePairSampler(videos: [Self.video("a", queries: 9)], seed: 1)
    }
  }
}

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
