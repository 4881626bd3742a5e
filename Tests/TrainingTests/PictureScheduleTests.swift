import Networks
import Testing
import Training

/// How large the pictures of each step are, by hand.
@Suite struct PictureScheduleTests {
  private let schedule = PictureSchedule(from: 64, to: 112, fullFrom: 0.75)

  /// 400 steps: they grow over 300, by 16 pixels every 100.
  @Test func picturesGrowToTheirFullSize() {
    let sides = (0..<400).map { schedule.side(at: $0, of: 400) }
    #expect(sides[..<100].allSatisfy { $0 == 64 })
    #expect(sides[100..<200].allSatisfy { $0 == 80 })
    #expect(sides[200..<300].allSatisfy { $0 == 96 })
    #expect(sides[300...].allSatisfy { $0 == 112 })
  }

  @Test func aShortTrainingHasTheFullSizeThroughout() {
    #expect((0..<199).allSatisfy { schedule.side(at: $0, of: 199) == 112 })
    #expect(schedule.side(at: 0, of: 200) == 64)
  }

  @Test func theLastStepsHaveTheFullSizeWhateverItIs() {
    let odd = PictureSchedule(from: 64, to: 100, fullFrom: 1)
    #expect((0..<500).map { odd.side(at: $0, of: 500) }.max() == 96)
    #expect(odd.side(at: 500, of: 500) == 100)
    #expect(PictureSchedule(from: 64, to: 112, fullFrom: 0).side(at: 0, of: 500) == 112)
    #expect(schedule.side(at: 5, of: 0) == 112)
  }

  @Test func aFirstSizeAboveTheFullOneChangesNothing() {
    let none = PictureSchedule(from: 128, to: 112, fullFrom: 0.75)
    #expect(none.side(at: 0, of: 800) == 112)
  }

  /// Fully connected layers fix the size of their input.
  @Test func onlyNetworksThatAverageTakeAnySize() {
    #expect(Architecture.all.filter(\.takesAnySide).map(\.name) == ["thesis-bn", "residual"])
  }
}
