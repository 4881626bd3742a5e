import Datasets
import Testing

/// What must hold of every pair, over 100 000 draws.
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
      // Of n frames, n / 5 rounded down are the fifth: 0 to 12 of 1 to 60.
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

  /// Training may go on from any step of any epoch, and must then see what it would have seen.
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
