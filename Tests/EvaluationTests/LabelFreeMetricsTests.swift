import Basics
import Evaluation
import Foundation
import Numerics
import Testing

/// Forty videos of five frames each.
@Suite struct LabelFreeMetricsTests {
  private static let origins = RowGroups(
    groupOfRow: (0..<200).map { $0 / 5 }, count: 40, categories: nil)

  /// Frames around their video's own place, which lies around its kind's; every frame is unlike by `frame`,
  /// every video by `video`.
  private static func measured(
    kinds: Int, dimension: Int = 8, video: Double, frame: Double, clusters: Int = 4
  ) throws -> LabelFreeMetrics {
    let values = (0..<200).flatMap { row -> [Float] in
      let number = row / 5
      var own = SeededGenerator(seed: 1, path: UInt64(number))
      var noise = SeededGenerator(seed: 2, path: UInt64(row))
      var kind = SeededGenerator(seed: 3, path: UInt64(number % kinds))
      return (0..<dimension).map { _ in
        Float(kind.gaussian() + video * own.gaussian() + frame * noise.gaussian())
      }
    }
    return try LabelFreeMetrics(
      of: Features(rows: 200, dimension: dimension, values: values), groups: origins,
      kMeans: KMeans(clusters: clusters, starts: 5, seed: 1))
  }

  @Test func kindsThatAreApartAreFoundAgain() throws {
    let found = try Self.measured(kinds: 4, video: 0.05, frame: 0.05)
    #expect(found.seedAgreement == 1 && found.halfAgreement == 1)
    #expect(found.reach > 0.9, "\(found)")
    // Four places span three directions.
    #expect((2.0...3.2).contains(found.effectiveRank), "\(found)")
    #expect(found.sentence.hasPrefix("The groups are much the same"))
  }

  /// Each video has a place of its own on a sphere of many dimensions, where all others are as far.
  @Test func featuresThatOnlyKnowSingleVideosAreCalledThat() throws {
    let found = try Self.measured(kinds: 40, dimension: 200, video: 0, frame: 0.05)
    #expect(found.reach < 0.2, "\(found)")
    #expect(found.sentence.hasPrefix("Separates videos, not kinds of video"))
  }

  @Test func theScoreIsReachTimesAgreementUnlessThereIsNothingToTell() {
    func score(rank: Double, reach: Double, half: Double) -> Double {
      LabelFreeMetrics(
        effectiveRank: rank, alignment: 0, uniformity: 0, reach: reach, seedAgreement: 1,
        halfAgreement: half
      ).score
    }
    #expect(score(rank: 8, reach: 0.5, half: 0.75) == 0.375)
    #expect(score(rank: 8, reach: 0.5, half: -0.25) == 0)
    #expect(score(rank: 1.5, reach: 1, half: 1) == 0)
  }

  @Test func featuresThatVaryInOneDirectionTellLittle() throws {
    let rows = (0..<200).flatMap { row -> [Float] in [1, Float(row) / 200, 0] }
    let found = try LabelFreeMetrics(
      of: Features(rows: 200, dimension: 3, values: rows), groups: Self.origins,
      kMeans: KMeans(clusters: 4, starts: 2, seed: 1))
    #expect(found.effectiveRank < 1.2, "\(found)")
    #expect(found.sentence.hasPrefix("Tells frames hardly apart"))
  }

  /// By hand, two videos of two frames at right angles: successive frames 0.02 apart in the square, all
  /// other pairs 2 (nearly), so log ((2 exp(−0.04) + 4 exp(−4)) / 6).
  @Test func alignmentAndUniformityByHand() throws {
    let cosine = Float(0.99)
    let sine = (1 - cosine * cosine).squareRoot()
    let features = Features(
      rows: 4, dimension: 4,
      values: [1, 0, 0, 0, cosine, sine, 0, 0, 0, 0, 1, 0, 0, 0, cosine, sine])
    let found = try LabelFreeMetrics(
      of: features, groups: RowGroups(groupOfRow: [0, 0, 1, 1], count: 2, categories: nil),
      kMeans: KMeans(clusters: 2, starts: 2, seed: 1))
    #expect(abs(found.alignment - 0.02) < 1e-5)
    #expect(abs(found.uniformity - log((2 * exp(-0.04) + 4 * exp(-4)) / 6)) < 1e-5)
    // All frames of the other video are as far as any.
    #expect(abs(found.reach) < 1e-5)
  }
}
