import Testing
import Training

@Suite struct StepScheduleTests {
  /// The authors': 1e-3, a tenth of it after every 10 000 steps.
  @Test(arguments: [(0, 1e-3), (9_999, 1e-3), (10_000, 1e-4), (19_999, 1e-4), (29_999, 1e-5)])
  func theRateFallsByAFactorEverySoManySteps(step: Int, rate: Double) {
    let schedule = StepSchedule(base: 1e-3, factor: 0.1, every: 10_000)
    #expect(abs(schedule.rate(at: step) / rate - 1) < 1e-12)
  }

  @Test func withoutStepsTheRateStays() {
    #expect(StepSchedule(base: 0.01, factor: 0.1).rate(at: 1_000_000) == 0.01)
  }

  @Test func trainingEndsAtTheLastEpochOrTheLastStepWhicheverComesFirst() {
    var settings = TrainingSettings(
      epochs: 3, batch: 4, learningRate: .step(StepSchedule(base: 0.01)), optimiser: .authors,
      checkpointEvery: 1)
    // Ten pairs in steps of four: three steps an epoch.
    #expect(settings.steps(of: 10) == 9)
    #expect(!settings.isFinished(at: .init(epoch: 2, stepInEpoch: 2, step: 8)))
    #expect(settings.isFinished(at: .init(epoch: 3, stepInEpoch: 0, step: 9)))
    settings.maxSteps = 5
    #expect(settings.steps(of: 10) == 5)
    #expect(settings.isFinished(at: .init(epoch: 1, stepInEpoch: 2, step: 5)))
    #expect(!settings.isFinished(at: .init(epoch: 1, stepInEpoch: 1, step: 4)))
  }

  /// Ten examples in batches of four are three steps; seven steps are two epochs and a third begun.
  @Test func trainingByStepsAloneHasNoLastEpoch() {
    let settings = TrainingSettings(
      epochs: nil, maxSteps: 7, batch: 4, learningRate: .step(StepSchedule(base: 1)),
      optimiser: .authors,
      checkpointEvery: 1)
    #expect(settings.steps(of: 10) == 7 && settings.epochs(of: 10) == 3)
    #expect(!settings.isFinished(at: TrainingPosition(epoch: 2, stepInEpoch: 0, step: 6)))
    #expect(settings.isFinished(at: TrainingPosition(epoch: 2, stepInEpoch: 1, step: 7)))
  }
}
