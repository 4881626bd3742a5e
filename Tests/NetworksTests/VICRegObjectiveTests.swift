import Networks
import Tensors
import Testing

@Suite struct VICRegObjectiveTests {
  private static func loss(_ anchors: [Float], _ partners: [Float]) throws -> Float {
    let count = anchors.count / 2
    let features = try [anchors, partners].map { try Tensor($0, shape: [count, 2]) }
    return try VICRegObjective().loss(features, labels: Array(repeating: 0, count: count)).item()
  }

  /// By hand: deviations of √2 cost nothing; the covariance of 2, twice in each branch's matrix, costs
  /// 2 × 2² / 2 a branch.
  @Test func numbersThatSayTheSameCostTheirCovariance() throws {
    #expect(abs(try Self.loss([0, 0, 2, 2], [0, 0, 2, 2]) - 8) < 1e-5)
  }

  /// By hand: the same covariance, and 25 times the mean of four squared differences of 2.
  @Test func framesThatDifferCostTheirDistance() throws {
    #expect(abs(try Self.loss([0, 0, 2, 2], [2, 2, 0, 0]) - 108) < 1e-4)
  }

  /// By hand: √0.0001 is 0.99 short of 1, 12.5 times that a branch.
  @Test func featuresThatAreAllEqualCostTheirLackOfSpread() throws {
    #expect(abs(try Self.loss([1, 1, 1, 1], [1, 1, 1, 1]) - 24.75) < 1e-4)
  }

  /// A last batch of one pair has no spread to ask for.
  @Test func aSinglePairIsComparedWithItself() throws {
    #expect(abs(try Self.loss([0, 0], [2, 2]) - 100) < 1e-4)
  }
}
