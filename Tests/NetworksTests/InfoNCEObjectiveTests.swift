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

  /// By hand: each of four frames has its partner at cosine 1 and the other video's two at 0, so each
  /// costs log (1 + 2 / exp(1/T)); lengths do not count.
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

  /// With one video there is nobody but the partner to choose from.
  @Test func framesOfTheSameVideoAreNoNegatives() throws {
    #expect(try Self.loss([1, 0, 0, 1], [0, 1, 1, 0], labels: [4, 4]) == 0)
  }
}
