import Foundation
import Networks
import Tensors
import Testing

@Suite struct SoftmaxObjectiveTests {
  /// By hand: logits (0, ln 3) give 1/4 and 3/4, equal ones a third each; the mean of ln 4 and ln 3.
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
