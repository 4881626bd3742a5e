import Datasets
import Testing
import Videos

@Suite struct PairSamplerTests {
  /// Videos with the frames that a store of one in ten has: a successor unless k mod 5 = 4.
  static func video(_ name: String, frames: Int) -> StoredVideo {
    StoredVideo(
      name: name, category: "",
      frames: (0..<frames).map {
        StoredFrame(number: $0 * 10, seconds: Double($0) * 0.4, hasSuccessor: $0 % 5 != 4)
      })
  }

  static let videos = [5, 12, 1, 30].enumerated().map { video("\($0).avi", frames: $1) }

  @Test func everyAnchorComesOnceAnEpochAndEveryFifthIsNegative() throws {
    let sampler = try PairSampler(videos: Self.videos, seed: 1)
    #expect(sampler.count == 48)
    for epoch in 0..<3 {
      let pairs = sampler.order(ofEpoch: epoch).map { sampler.pair($0, ofEpoch: epoch) }
      #expect(Set(pairs.map(\.anchor)).count == 48)
      for pair in pairs { #expect(pair.isPositive == (pair.anchor.frame / 10 % 5 != 4)) }
      // k = 4 once in 5 frames, twice in 12, never in 1, six times in 30.
      #expect(pairs.count { !$0.isPositive } == 1 + 2 + 0 + 6)
    }
  }

  @Test func positivesAreTheNextFrameAndNegativesAnotherVideo() throws {
    let sampler = try PairSampler(videos: Self.videos, seed: 1)
    for pair in sampler.order(ofEpoch: 0).map({ sampler.pair($0, ofEpoch: 0) }) {
      if pair.isPositive {
        #expect(pair.partner.video == pair.anchor.video)
        #expect(pair.partner.frame == pair.anchor.frame + 1)
        #expect(pair.partner.role == .successor)
      } else {
        #expect(pair.partner.video != pair.anchor.video)
        #expect(pair.partner.role == .query)
      }
    }
  }

  @Test func orderAndNegativesAreFunctionsOfSeedAndEpoch() throws {
    let sampler = try PairSampler(videos: Self.videos, seed: 1)
    let again = try PairSampler(videos: Self.videos, seed: 1)
    let other = try PairSampler(videos: Self.videos, seed: 2)
    #expect(sampler.order(ofEpoch: 7) == again.order(ofEpoch: 7))
    #expect(sampler.order(ofEpoch: 7) != sampler.order(ofEpoch: 8))
    #expect(sampler.order(ofEpoch: 7) != other.order(ofEpoch: 7))
    let negatives = { (sampler: PairSampler, epoch: Int) in
      (0..<sampler.count).map { sampler.pair($0, ofEpoch: epoch) }.filter { !$0.isPositive }
    }
    #expect(negatives(sampler, 3) == negatives(again, 3))
    #expect(negatives(sampler, 3) != negatives(sampler, 4))
  }

  /// The released code's negatives only ever came from the first three videos (METHOD.md, mistake 1).
  @Test func negativesComeFromAllOtherVideosAlike() throws {
    let videos = (0..<6).map { Self.video("\($0).avi", frames: 5) }
    let sampler = try PairSampler(videos: videos, seed: 1)
    var sources = [Int](repeating: 0, count: 6)
    for epoch in 0..<5_000 {
      let negative = sampler.pair(4, ofEpoch: epoch)
      #expect(!negative.isPositive && negative.anchor.video == 0)
      sources[negative.partner.video] += 1
    }
    #expect(sources[0] == 0)
    // Five standard deviations of a binomial with n = 5 000, p = 1/5: 5 × 28.3.
    for source in sources.dropFirst() { #expect(abs(source - 1_000) < 142) }
  }

  @Test func anchorsWithoutASuccessorAreLeftOut() throws {
    let cut = StoredVideo(
      name: "cut.avi", category: "",
      frames: [
        StoredFrame(number: 0, seconds: 0, hasSuccessor: true),
        StoredFrame(number: 10, seconds: 0.4, hasSuccessor: false),
      ])
    let sampler = try PairSampler(
      videos: [cut, Self.video("b.avi", frames: 1)], seed: 1)
    #expect(sampler.count == 2)
  }

  @Test func collectionsWithoutPairsAreRefused() {
    #expect(throws: SamplingError.self) {
      try PairSampler(videos: [Self.video("only.avi", frames: 9)], seed: 1)
    }
    let still = StoredVideo(
      name: "still.avi", category: "",
      frames: [StoredFrame(number: 0, seconds: 0, hasSuccessor: false)])
    #expect(throws: SamplingError.self) {
      try PairSampler(videos: [still, still], seed: 1)
    }
  }
}
