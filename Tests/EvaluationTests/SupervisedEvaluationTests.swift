import Evaluation
import Foundation
import Numerics
import TestSupport
import Testing

@Suite struct SupervisedEvaluationTests {
  /// Four frames of two videos, in three categories of which the third is the most frequent in
  /// training.
  private static let evaluation = SupervisedEvaluation(
    Predictions(
      categories: 3,
      probabilities: [0.7, 0.2, 0.1] + [0.1, 0.8, 0.1] + [0.1, 0.3, 0.6] + [0.2, 0.1, 0.7]),
    truth: [0, 0, 2, 2], videoOfRow: [0, 0, 1, 1], videos: 2, trainingTruth: [0, 1, 2, 2],
    categories: ["a", "b", "c"], settings: ["layers": .text("all")])

  /// By hand: frames 1, 3 and 4 are right; the first video's mean is (0.4, 0.5, 0.1), so wrong, the
  /// second's right; the guess is always c.
  @Test func accuraciesByHand() {
    #expect(Self.evaluation.frames == 4 && Self.evaluation.videos == 2)
    #expect(Self.evaluation.accuracies.top1 == 0.75 && Self.evaluation.accuracies.top5 == 1)
    #expect(Self.evaluation.accuracies.groupTop1 == 0.5)
    #expect(Self.evaluation.mostFrequent.top1 == 0.5)
    #expect(Self.evaluation.mostFrequent.groupTop1 == 0.5)
    #expect(
      Self.evaluation.sentence
        == "Right on 75.0 % of 4 frames (top-5 100.0 %) and 50.0 % of 2 videos; always the most "
        + "frequent category: 50.0 % and 50.0 %.")
  }

  @Test func whatIsWrittenIsReadBackWithItsNamesAtTheTop() throws {
    let folder = try TemporaryFolder()
    let text = try Self.evaluation.json()
    try text.write(toFile: folder("metrics.json"), atomically: true, encoding: .utf8)
    #expect(try SupervisedEvaluation(contentsOf: folder("metrics.json")) == Self.evaluation)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["top1"] as? Double == 0.75 && object["video_top1"] as? Double == 0.5)
    let baselines = try #require(object["baselines"] as? [String: [String: Any]])
    #expect(baselines["most_frequent"]?["top1"] as? Double == 0.5)
  }

  /// By hand: ln 3 and 0 are 3/4 and 1/4.
  @Test func logitsBecomeProbabilities() {
    let predictions = Predictions(
      logits: Features(rows: 2, dimension: 2, values: [Float(log(3.0)), 0, 9, 9]))
    for (own, hand) in zip(predictions.probabilities, [0.75, 0.25, 0.5, 0.5]) {
      #expect(abs(own - hand) < 1e-6)
    }
  }
}
