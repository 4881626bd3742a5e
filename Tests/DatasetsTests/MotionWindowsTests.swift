import Basics
import Datasets
import Testing

@Suite struct MotionWindowsTests {
  /// One cell and two directions, down and up.
  ///
  /// Mirroring does not change them.
  private static let plain = MotionWindows(layout: FlowHistogramLayout(cells: 1, directions: 2))
  /// Two cells per row, four directions, counted from straight right.
  private static let square = MotionWindows(layout: FlowHistogramLayout(cells: 2, directions: 4))

  /// By hand: of three histograms, the first counts five times, for itself and four missing ones
  /// before it.
  ///
  /// The last counts three times, for itself and two missing ones. The sum is 5 × 4 + 4 + 3 × 1.
  @Test func theEndsStandForWhatIsMissing() {
    let found = Self.plain.window(of: [4, 0, 0, 4, 1, 0], around: 0)
    let total: Float = 5 * 4 + 4 + 3
    let hand: [Float] = [4, 0, 4, 0, 4, 0, 4, 0, 4, 0, 0, 4, 1, 0, 1, 0, 1, 0]
    #expect(found.count == Self.plain.dimension && found.count == 18)
    for (own, number) in zip(found, hand) {
      #expect(abs(own - (number / total).squareRoot()) < 1e-5, "\(found)")
    }
  }

  @Test func aMirroredWindowIsThatOfTheMirroredVideo() {
    var (video, mirrored) = ([Float](repeating: 0, count: 16), [Float](repeating: 0, count: 16))
    let turned = [1, 0, 3, 2]
    for (row, column, direction, value) in [(0, 0, 0, 5 as Float), (1, 1, 3, 2), (1, 0, 2, 1)] {
      video[(row * 2 + column) * 4 + direction] = value
      mirrored[(row * 2 + 1 - column) * 4 + turned[direction]] = value
    }
    let found = Self.square.window(of: video, around: 0, isMirrored: true)
    #expect(found == Self.square.window(of: mirrored, around: 0))
    #expect(found != Self.square.window(of: video, around: 0))
  }

  /// By hand: 8 in the upper left cell is moved half a cell down and a quarter to the right.
  ///
  /// Then 3 stay, 1 is to the right, 3 are below and 1 is below right. If it is moved up, half of
  /// it is lost.
  @Test func whatIsMovedIsSharedByTheCellsThatItCovers() {
    var video = [Float](repeating: 0, count: 16)
    video[0] = 8
    var view = MotionView.whole
    (view.down, view.right) = (0.5, 0.25)
    let found = Self.square.window(of: video, around: 0, seenAs: view)
    for (cell, share) in [Float(3), 1, 3, 1].enumerated() {
      #expect(abs(found[cell * 4] - (share / 72).squareRoot()) < 1e-5, "\(found)")
    }
    (view.down, view.right) = (-0.5, 0)
    let lost = Self.square.window(of: video + video, around: 0, seenAs: view)
    #expect(lost[4] == 0 && lost[8] == 0 && lost[0] > 0)
  }

  @Test func missingHistogramsAreZeros() {
    var view = MotionView.whole
    view.missing = [-4, 0]
    let found = Self.plain.window(of: [4, 1], around: 0, seenAs: view)
    #expect(found.enumerated().allSatisfy { ($1 == 0) == [0, 1, 8, 9].contains($0) }, "\(found)")
  }

  @Test func aStillVideoIsAllZeros() {
    #expect(Self.plain.window(of: [0, 0], around: 0) == [Float](repeating: 0, count: 18))
  }

  @Test func viewsAreDrawnWithinTheirBoundsAndAllOfThem() {
    var generator = SeededGenerator(seed: 1)
    let drawn = (0..<500).map { _ in MotionView.drawn(by: &generator) }
    #expect(Set(drawn.map(\.later)) == [-1, 0, 1])
    #expect(drawn.allSatisfy { abs($0.down) <= 0.6 && abs($0.right) <= 0.6 })
    #expect(drawn.contains { $0.isMirrored } && drawn.contains { !$0.isMirrored })
    let missing = drawn.reduce(0) { $0 + $1.missing.count }
    // 500 × 9 × 0.15 is 675, give or take 24.
    #expect((575...775).contains(missing), "\(missing)")
  }
}
