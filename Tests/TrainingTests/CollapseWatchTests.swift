import Testing
import Tracking
import Training

@Suite struct CollapseWatchTests {
  /// Watches steps that are all alike, and collects what is said.
  private static func watch(
    steps: Int, loss: Double, spread: Double, dead: Double = 0, epoch: Int = 2
  ) -> [String] {
    var watch = CollapseWatch(idleLosses: 0.08...0.1, features: 4096)
    var losses = LossHistory()
    return (1...steps).compactMap { step in
      losses.add(loss, examples: 32)
      return watch.warning(
        after: StepRecord(
          step: step, epoch: epoch, loss: loss, pairsPerSecond: 1, dataWait: 0, learningRate: 1,
          featureDeviation: spread, deadShare: dead), losses: losses)
    }
  }

  @Test func aHealthyTrainingIsLeftAlone() {
    #expect(Self.watch(steps: 500, loss: 0.03, spread: 0.01, dead: 0.4) == [])
  }

  /// Once each, and not before a hundred steps in a row.
  @Test func everySignIsSaidOnce() {
    for (signs, words) in [
      (Self.watch(steps: 500, loss: 0.09, spread: 0.01), "0.0900, lies between 0.0800 and 0.1000"),
      (Self.watch(steps: 500, loss: 0.03, spread: 0.0001), "their spread is 0.00010"),
      (Self.watch(steps: 500, loss: 0.03, spread: 0.01, dead: 0.95), "95 % of the features are 0"),
    ] {
      #expect(signs.count == 1 && signs[0].contains(words), "\(signs)")
    }
    #expect(Self.watch(steps: 99, loss: 0.09, spread: 0, dead: 1) == [])
    // In the first epoch a loss may lie there on its way down.
    #expect(Self.watch(steps: 500, loss: 0.09, spread: 0.01, epoch: 1) == [])
  }
}
