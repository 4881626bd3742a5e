import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct SamplerAuditTests {
  /// A sampler of listed pairs.
  private struct Told: PairSource {
    let videos: [StoredVideo]
    let pairs: [Pair]

    func pairs(ofEpoch epoch: Int) -> [Pair] { pairs }
  }

  private static func pair(_ video: Int, _ frame: Int, negative: Int? = nil) -> Pair {
    Pair(
      anchor: FrameReference(video: video, frame: frame, role: .query),
      partner: negative.map { FrameReference(video: $0, frame: 0, role: .query) }
        ?? FrameReference(video: video, frame: frame + 1, role: .successor),
      isPositive: negative == nil)
  }

  /// Eight pairs of four videos in two batches.
  ///
  /// Every expected number is computed by hand.
  private static let told = Told(
    videos: [1, 1, 2, 4].enumerated().map { PairSamplerTests.video("\($0)", frames: $1) },
    pairs: [
      pair(0, 0), pair(0, 0), pair(0, 10, negative: 1), pair(1, 0, negative: 2),
      pair(1, 0), pair(1, 0, negative: 2), pair(2, 0), pair(2, 10, negative: 2),
    ])

  @Test func numbersAreThoseCountedByHand() throws {
    let audit = SamplerAudit(of: Self.told, batch: 4, pairs: 8, seed: 1)
    #expect(audit.epochs == 1)
    // (0, 0) twice and (1, 0 | 2) twice.
    #expect(audit.pairs.count == 8 && audit.pairs.distinct == 6)
    #expect(audit.pairs.distinctShareOfEpoch == 0.75)
    #expect(audit.pairs.positives == 4 && audit.pairs.negatives == 4)
    #expect(audit.pairs.negativeShare == 0.5)
    // 3 of 4, then 4 of 4; video 0 has 3 of 4, videos 1 and 2 have 2 of 4.
    #expect(audit.batches.count == 2 && audit.batches.size == 4)
    #expect(audit.batches.distinctShare.mean == 0.875)
    #expect(audit.batches.topVideoShare.mean == 0.625)
    // Anchors 3/8, 3/8, 2/8, 0; frames 1/8, 1/8, 2/8, 4/8.
    #expect(audit.videos.count == 4 && audit.videos.absent == 1)
    #expect(abs(audit.videos.misplacedShare - 0.5) < 1e-12)
    let entropy = -(0.75 * log(0.375) + 0.25 * log(0.25))
    #expect(abs(audit.videos.effectiveNumber - exp(entropy)) < 1e-12)
    // 2^(2 · 3/8 + 2/4 + 1/2): entropy in bits of 1/8, 1/8, 1/4, 1/2 is 1.75.
    #expect(abs(audit.videos.effectiveNumberByFrames - pow(2, 1.75)) < 1e-12)
    #expect(audit.videos.lowest?.video == "3" && audit.videos.lowest?.ratio == 0)
    #expect(audit.videos.highest?.ratio == 3)
    // From 1 once, from 2 three times, one of those its own. Anchors of negatives: 0, 1, 1, 2, so
    // expected are 3/3, 2/3, 3/3, 4/3: χ² = 1 + 1/6 + 4 + 4/3 = 6.5; (6.5 − 3) / 4.
    #expect(audit.negatives.sources == 2 && audit.negatives.fromOwnVideo == 1)
    #expect(audit.negatives.largestShare == 0.75)
    #expect(abs(audit.negatives.lopsidedness - 0.875) < 1e-12)
  }

  @Test func wholeEpochsAreDrawnUntilThereAreEnough() {
    let three = SamplerAudit(of: Self.told, batch: 4, pairs: 17, seed: 1)
    #expect(three.epochs == 3 && three.pairs.count == 24 && three.pairs.distinct == 6)
    #expect(three.pairs.distinctShareOfEpoch == 0.75)
    #expect(SamplerAudit(of: Self.told, batch: 4, pairs: 1, seed: 1).epochs == 1)
  }

  /// Collections by the numbers of their videos' stored frames.
  enum Lengths: CaseIterable {
    case fourEqual, fourUnequal, oneOfFourEmpty, sixtyEqual, sixtyUnequal, oneLongOfSixty
    case thousandEqual, thousandUnequal

    var videos: [StoredVideo] {
      let lengths: [Int] =
        switch self {
        case .fourEqual: [19, 19, 19, 19]
        case .fourUnequal: [1, 2, 40, 900]
        case .oneOfFourEmpty: [0, 60, 5, 6]
        case .sixtyEqual: Array(repeating: 19, count: 60)
        case .sixtyUnequal: (0..<60).map { 1 + $0 * $0 / 4 }
        case .oneLongOfSixty: Array(1...59) + [5_000]
        case .thousandEqual: Array(repeating: 19, count: 1_000)
        case .thousandUnequal: (0..<1_000).map { 1 + $0 % 97 * ($0 % 89) / 40 }
        }
      return lengths.enumerated().map { PairSamplerTests.video("\($0).avi", frames: $1) }
    }
  }

  @Test(arguments: Lengths.allCases, [1, 2, 32, 120, 4_096])
  func theRealSamplerIsHealthyWhateverTheLengths(lengths: Lengths, batch: Int) throws {
    let sampler = try PairSampler(videos: lengths.videos, seed: 1)
    let audit = SamplerAudit(of: sampler, batch: batch, seed: 1)
    #expect(audit.warnings == [], "\(audit.warnings)")
    #expect(audit.batches.distinctShare.median == 1)
    #expect(audit.videos.misplacedShare < 1e-9)
    #expect(audit.negatives.fromOwnVideo == 0)
  }

  @Test func videosTooShortForNegativesAreWarnedOf() throws {
    let videos = (0..<9).map { PairSamplerTests.video("\($0).avi", frames: 4) }
    let audit = SamplerAudit(
      of: try PairSampler(videos: videos, seed: 1), batch: 8, seed: 1)
    #expect(audit.kinds == [.negativeShare])
    #expect(
      audit.warnings.first?.description.hasPrefix("Only 0 % of all pairs are negative") == true)
  }

  @Test func anAuditIsAFunctionOfItsSeedAndIsReadBack() throws {
    let folder = try TemporaryFolder()
    let sampler = ReleasedSampler(videos: 6, frames: 60, negatives: .ownVideo)
    let audit = SamplerAudit(of: sampler, batch: 120, seed: 1)
    try audit.write(to: folder("sampling.json"))
    #expect(try SamplerAudit(contentsOf: folder("sampling.json")) == audit)
    #expect(SamplerAudit(of: sampler, batch: 120, seed: 1) == audit)

    let data = try Data(contentsOf: URL(fileURLWithPath: folder("sampling.json")))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      object.keys.sorted() == ["batches", "epochs", "negatives", "pairs", "videos", "warnings"])
    #expect(object["warnings"] as? [String] == audit.warnings.map(\.description))
    let negatives = try #require(object["negatives"] as? [String: Any])
    #expect(negatives["from_own_video"] as? Int == audit.negatives.fromOwnVideo)
    let batches = try #require(object["batches"] as? [String: Any])
    #expect(batches["top_video_share_if_shuffled"] is [String: Any])
  }
}
