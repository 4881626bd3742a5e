import Datasets
import Testing
import Videos

@Suite struct PairSamplerTests {
  /// A video in a store of every tenth frame: frame k has a successor unless k mod 5 = 4.
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

  /// The released code's negatives only ever came from the first three videos (docs/method.md,
  /// mistake 1).
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

/// Properties of every pair, over 100 000 draws.
@Suite struct PairSamplerInvariantTests {
  private static let draws = 100_000
  private static let stride = 10

  /// Sixty videos of 1 to 60 stored frames, 1 830 anchors.
  private static func sampler() throws -> PairSampler {
    try PairSampler(
      videos: (0..<60).map { PairSamplerTests.video("\($0).avi", frames: 1 + $0) },
      seed: 7)
  }

  private static func epochs(of sampler: PairSampler) -> Range<Int> {
    0..<(draws + sampler.count - 1) / sampler.count
  }

  @Test func everyFifthPairIsNegativeAndNeverOfTheSameVideo() throws {
    let sampler = try Self.sampler()
    for epoch in Self.epochs(of: sampler) {
      let pairs = sampler.pairs(ofEpoch: epoch)
      // Of n frames, n / 5 (rounded down) are negative: 0 to 12 for n from 1 to 60.
      #expect(pairs.count { !$0.isPositive } == (1...60).reduce(0) { $0 + $1 / 5 })
      let wrong = pairs.filter { pair in
        let isFifth = pair.anchor.frame / Self.stride % 5 == 4
        let isRight =
          pair.isPositive
          ? pair.partner.video == pair.anchor.video
            && pair.partner.frame == pair.anchor.frame + 1 && pair.partner.role == .successor
          : pair.partner.video != pair.anchor.video && pair.partner.role == .query
            && pair.partner.frame % Self.stride == 0
            && pair.partner.frame / Self.stride < sampler.videos[pair.partner.video].frames.count
        return isFifth == pair.isPositive || !isRight
      }
      #expect(wrong.isEmpty)
    }
  }

  @Test func everyVideoHasItsShareInEveryEpoch() throws {
    let sampler = try Self.sampler()
    for epoch in Self.epochs(of: sampler) {
      let anchors = sampler.pairs(ofEpoch: epoch).map(\.anchor)
      #expect(Set(anchors).count == 1_830)
      let shares = Dictionary(grouping: anchors, by: \.video).mapValues(\.count)
      #expect(shares == Dictionary(uniqueKeysWithValues: (0..<60).map { ($0, 1 + $0) }))
    }
  }

  /// χ² with 59 degrees of freedom has mean 59 and standard deviation √118.
  @Test func negativesComeFromAllOtherVideosAlike() throws {
    let sampler = try Self.sampler()
    var (drawn, asked) = ([Int](repeating: 0, count: 60), [Int](repeating: 0, count: 60))
    for pair in Self.epochs(of: sampler).flatMap(sampler.pairs) where !pair.isPositive {
      drawn[pair.partner.video] += 1
      asked[pair.anchor.video] += 1
    }
    let negatives = drawn.reduce(0, +)
    let chiSquare = drawn.indices.reduce(0) { sum, video in
      let expected = Double(negatives - asked[video]) / 59
      return sum + (Double(drawn[video]) - expected) * (Double(drawn[video]) - expected) / expected
    }
    #expect(abs(chiSquare - 59) < 5 * 118.0.squareRoot())
  }

  /// Training that resumes at any step of any epoch must see the same pairs.
  @Test func pairsDependOnSeedEpochAndIndexAlone() throws {
    let sampler = try Self.sampler()
    let epochs = Self.epochs(of: sampler)
    let forwards = epochs.map(sampler.pairs)
    let again = try Self.sampler()
    for epoch in epochs.reversed() {
      let order = again.order(ofEpoch: epoch)
      let middle = order.count / 2
      let second = order[middle...].reversed().map { again.pair($0, ofEpoch: epoch) }
      let first = order[..<middle].map { again.pair($0, ofEpoch: epoch) }
      let isSame = first + second.reversed() == forwards[epoch]
      #expect(isSame, "epoch \(epoch)")
    }
  }
}
