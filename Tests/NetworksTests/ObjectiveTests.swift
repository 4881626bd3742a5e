import Foundation
import Networks
import Tensors
import Testing

@Suite struct InfoNCEObjectiveTests {
  private static func loss(
    _ anchors: [Float], _ partners: [Float], labels: [Int], temperature: Double = 1
  ) throws -> Float {
    let features = try [anchors, partners].map { try Tensor($0, shape: [labels.count, 2]) }
    return try InfoNCEObjective(temperature: temperature).loss(features, labels: labels).item()
  }

  /// By hand: for each of four frames, the partner has cosine 1 and the other video's two frames
  /// have 0.
  ///
  /// So each costs log (1 + 2 / exp(1/T)). Lengths do not matter.
  @Test(arguments: [1, 0.5])
  func valuesByHand(temperature: Double) throws {
    let found = try Self.loss(
      [2, 0, 0, 3], [1, 0, 0, 5], labels: [0, 1], temperature: temperature)
    #expect(abs(found - Float(log(1 + 2 / exp(1 / temperature)))) < 1e-6)
  }

  /// By hand: partners at cosine 0, one of the two others at 1 and one at 0: −log (1 / (2 + e)).
  @Test func partnersThatAreNotAlikeCostMore() throws {
    let found = try Self.loss([1, 0, 0, 1], [0, 1, 1, 0], labels: [0, 1])
    #expect(abs(found - Float(log(2 + M_E))) < 1e-6)
  }

  /// If all frames are of one video, only the partner is left to choose.
  @Test func framesOfTheSameVideoAreNoNegatives() throws {
    #expect(try Self.loss([1, 0, 0, 1], [0, 1, 1, 0], labels: [4, 4]) == 0)
  }
}

@Suite struct VICRegObjectiveTests {
  private static func loss(_ anchors: [Float], _ partners: [Float]) throws -> Float {
    let count = anchors.count / 2
    let features = try [anchors, partners].map { try Tensor($0, shape: [count, 2]) }
    return try VICRegObjective().loss(features, labels: Array(repeating: 0, count: count)).item()
  }

  /// By hand: deviations of √2 cost nothing; the covariance of 2, twice in each branch's matrix,
  /// costs 2 × 2² / 2 a branch.
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

  /// A batch of one pair has no variance; only its distance counts.
  @Test func aSinglePairIsComparedWithItself() throws {
    #expect(abs(try Self.loss([0, 0], [2, 2]) - 100) < 1e-4)
  }
}

@Suite struct SoftmaxObjectiveTests {
  /// By hand: logits (0, ln 3) give 1/4 and 3/4, equal ones a third each; the mean of ln 4 and ln
  /// 3.
  @Test func valuesByHand() throws {
    let two = try Tensor([0, Float(log(3.0))], shape: [1, 2])
    #expect(abs(try SoftmaxObjective().loss([two], labels: [0]).item() - Float(log(4.0))) < 1e-6)
    let both = try Tensor([Float(log(2.0)), 0, 0, 7, 7, 7], shape: [2, 3])
    let loss = try SoftmaxObjective().loss([both], labels: [1, 2]).item()
    #expect(abs(loss - Float((log(4.0) + log(3.0)) / 2)) < 1e-6)
  }

  /// By hand: probabilities less the true category's one, divided by the frames.
  @Test func gradientIsTheProbabilitiesLessTheTruth() throws {
    let logits = try Tensor([0, Float(log(3.0)), 5, 5], shape: [2, 2])
    try logits.requireGradient()
    try SoftmaxObjective().loss([logits], labels: [0, 1]).backward()
    let gradient = try #require(try logits.gradient()).floats()
    for (own, hand) in zip(gradient, [-0.375, 0.375, 0.25, -0.25] as [Float]) {
      #expect(abs(own - hand) < 1e-6)
    }
  }

  @Test func aLabelWithoutAColumnIsAnError() throws {
    let logits = try Tensor([0, 0], shape: [1, 2])
    #expect(throws: TensorError.self) { try SoftmaxObjective().loss([logits], labels: [2]) }
  }
}
