import Testing
import Training

@Suite struct CollapseWatchTests {
  /// Watches steps that are all alike, and collects what is said.
  private static func watch(
    steps: Int, loss: Double, spread: Double, dead: Double = 0, epoch: Int = 2
  ) -> [String] {
    let watch = CollapseWatch(trivialLosses: 0.08...0.1, features: 4096)
    var history = TrainingHistory()
    return (1...steps).compactMap { _ in
      history.add(loss, examples: 32, spread: spread, deadShare: dead)
      guard let (sign, sentence) = watch.sign(in: history, epoch: epoch) else { return nil }
      history.saidSigns.insert(sign)
      return sentence
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
