import Testing
import Training

@Suite struct CosineScheduleTests {
  /// By hand, 100 steps of which 10 rise: rate = 2 · min(1, (step + 1) / 11) · (1 + cos (π step / 100)) / 2.
  @Test(arguments: [(0, 2.0 / 11), (50, 1.0), (75, 0.2928932188), (100, 0.0), (120, 0.0)])
  func theRateRisesAndFallsToZero(step: Int, rate: Double) {
    let schedule = CosineSchedule(base: 2, warmUp: 0.1)
    #expect(abs(schedule.rate(at: step, of: 100) - rate) < 1e-9)
  }

  @Test func withoutAWarmUpItBeginsWithTheBase() {
    #expect(CosineSchedule(base: 0.5, warmUp: 0).rate(at: 0, of: 100) == 0.5)
  }
}
