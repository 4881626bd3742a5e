import Networks
import Testing
import Training

/// How large the pictures of each step are, by hand.
@Suite struct PictureScheduleTests {
  private let schedule = PictureSchedule(from: 64, to: 112, fullFrom: 0.75)

  /// 80 steps: they grow over 60, by 16 pixels every 20.
  @Test func picturesGrowToTheirFullSize() {
    let sides = (0..<80).map { schedule.side(at: $0, of: 80) }
    #expect(sides[..<20].allSatisfy { $0 == 64 })
    #expect(sides[20..<40].allSatisfy { $0 == 80 })
    #expect(sides[40..<60].allSatisfy { $0 == 96 })
    #expect(sides[60...].allSatisfy { $0 == 112 })
  }

  @Test func theLastStepsHaveTheFullSizeWhateverItIs() {
    let odd = PictureSchedule(from: 64, to: 100, fullFrom: 1)
    #expect((0..<10).map { odd.side(at: $0, of: 10) }.max() == 96)
    #expect(odd.side(at: 10, of: 10) == 100)
    #expect(PictureSchedule(from: 64, to: 112, fullFrom: 0).side(at: 0, of: 10) == 112)
    #expect(schedule.side(at: 0, of: 1) == 64)
    #expect(schedule.side(at: 5, of: 0) == 112)
  }

  @Test func aFirstSizeAboveTheFullOneChangesNothing() {
    let none = PictureSchedule(from: 128, to: 112, fullFrom: 0.75)
    #expect(none.side(at: 0, of: 80) == 112)
  }

  /// Fully connected layers fix the size of their input.
  @Test func onlyNetworksThatAverageTakeAnySize() {
    #expect(Architecture.all.filter(\.takesAnySide).map(\.name) == ["thesis-bn", "residual"])
  }
}
