import Datasets
import Testing

/// The audit finds mistakes 1 to 4 of the released code (docs/method.md) before training.
@Suite struct ReleasedCodeTests {
  private static func audit(_ sampler: some PairSource) -> SamplerAudit {
    SamplerAudit(of: sampler, batch: ReleasedSampler.batch, seed: 1)
  }

  @Test func mistake1NegativesOfTheFirstThreeVideos() throws {
    let sampler = try PairSampler.sixtyVideos().altered { pair in
      guard !pair.isPositive else { return pair }
      let others = (0..<3).filter { $0 != pair.anchor.video }
      return pair.with(
        negative: others[pair.partner.frame / 10 % others.count], frame: pair.partner.frame)
    }
    let audit = Self.audit(sampler)
    #expect(audit.kinds == [.lopsidedNegatives])
    #expect(audit.negatives.sources == 3 && audit.negatives.videos == 60)
    #expect(audit.negatives.effectiveNumber < 3.01)
    // 60/3 − 1, a little off since the three videos have negatives themselves.
    #expect(abs(audit.negatives.lopsidedness - 19) < 0.5)
  }

  @Test func mistake2FourteenDistinctPairsInABatch() throws {
    let sampler = try PairSampler.sixtyVideos().altered { pairs in
      pairs.indices.map { pairs[$0 - $0 % 120 + $0 % 120 % 14] }
    }
    let audit = Self.audit(sampler)
    #expect(audit.kinds == [.repeatedPairs])
    #expect(audit.batches.distinctShare.median == 14.0 / 120)
    // Nine batches of 120 and one of 60 an epoch: (9 · 14/120 + 14/60) / 10.
    #expect(abs(audit.batches.distinctShare.mean - 0.1283) < 0.0001)
    #expect(audit.warnings.first?.description.hasPrefix("Only 13 % of the pairs") == true)
  }

  @Test func mistake3BatchesFromOneVideoAfterTheOther() throws {
    let sampler = try PairSampler.sixtyVideos().altered { pairs in
      pairs.sorted { ($0.anchor.video, $0.anchor.frame) < ($1.anchor.video, $1.anchor.frame) }
    }
    // 19 anchors a video, so batches of 19 are of one video each.
    let audit = SamplerAudit(of: sampler, batch: 19, seed: 1)
    #expect(audit.kinds == [.batchesOfFewVideos])
    #expect(audit.batches.topVideoShare.mean == 1)
    #expect(audit.batches.topVideoShareIfShuffled.mean < 0.15)
  }

  @Test func mistake3TwoThirdsOfTheVideosHardlyTrain() throws {
    let sampler = try PairSampler.sixtyVideos().altered { pairs in
      pairs.filter { $0.anchor.video % 3 == 0 }
    }
    let audit = Self.audit(sampler)
    #expect(audit.kinds == [.absentVideos, .unevenVideos])
    #expect(audit.videos.absent == 40)
    #expect(abs(audit.videos.effectiveNumber - 20) < 1e-9)
    #expect(abs(audit.videos.misplacedShare - 2.0 / 3) < 1e-9)
  }

  @Test func mistake4NegativesOfTheSameVideo() throws {
    let sampler = try PairSampler.sixtyVideos().altered { pair in
      pair.isPositive
        ? pair : pair.with(negative: pair.anchor.video, frame: pair.anchor.frame + 17)
    }
    let audit = Self.audit(sampler)
    #expect(audit.kinds == [.negativesOfOwnVideo])
    #expect(audit.negatives.fromOwnVideo == audit.pairs.negatives)
  }

  /// Compares with the table of RESEARCH.md, A.5, which another program simulated: 2 000 batches
  /// per row.
  ///
  /// The number of distinct pairs in a batch has a standard deviation of 5 to 8. The standard
  /// deviation of its mean over 2 000 batches is then at most 0.2, in each simulation. Shares have
  /// two decimals.
  @Test(arguments: [
    (frames: 60, distinct: 13.4, first: 0.49, clamped: 0.92, positives: 0.79),
    (frames: 100, distinct: 16.6, first: 0.83, clamped: 0.89, positives: 0.79),
    (frames: 186, distinct: 13.8, first: 1.00, clamped: 0.90, positives: 0.80),
    (frames: 300, distinct: 21.5, first: 1.00, clamped: 0.84, positives: 0.80),
  ])
  func simulationAgreesWithTheTable(
    frames: Int, distinct: Double, first: Double, clamped: Double, positives: Double
  ) {
    let sampler = ReleasedSampler(videos: 60, frames: frames, negatives: .ownVideo)
    let audit = SamplerAudit(of: sampler, batch: 120, pairs: 2_000 * 120, seed: 1)
    #expect(audit.batches.count == 2_000)
    #expect(abs(audit.batches.distinctShare.mean * 120 - distinct) < 0.7)
    #expect(abs(audit.batches.topVideoShare.mean - first) < 0.006)
    #expect(abs(1 - audit.pairs.negativeShare - positives) < 0.006)
    let pairs = (0..<100).flatMap { sampler.pairs(ofEpoch: $0) }
    let atTheEnd = Double(pairs.count { $0.anchor.frame == frames - 2 }) / Double(pairs.count)
    #expect(abs(atTheEnd - clamped) < 0.01)
  }

  @Test func theCodeAsCommittedTripsAllOfThem() {
    let audit = Self.audit(ReleasedSampler(videos: 60, frames: 186, negatives: .ownVideo))
    #expect(
      audit.kinds == [
        .repeatedPairs, .batchesOfFewVideos, .absentVideos, .unevenVideos, .lopsidedNegatives,
        .negativesOfOwnVideo,
      ])
    #expect(audit.videos.absent == 40 && audit.videos.count == 60)
    #expect(audit.negatives.fromOwnVideo == audit.negatives.count)
  }

  @Test func itsOtherBranchTakesNegativesFromThreeVideos() {
    let audit = Self.audit(ReleasedSampler(videos: 60, frames: 186, negatives: .firstThree))
    #expect(
      audit.kinds == [
        .repeatedPairs, .batchesOfFewVideos, .absentVideos, .unevenVideos, .lopsidedNegatives,
      ])
    #expect(audit.negatives.sources == 3 && audit.negatives.fromOwnVideo == 0)
  }
}
