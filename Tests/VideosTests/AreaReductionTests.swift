import Testing
import Videos

@Suite struct AreaReductionTests {
  private func grey(_ rows: [[UInt8]]) -> RGBImage {
    RGBImage(
      width: rows[0].count, height: rows.count,
      pixels: rows.flatMap { $0.flatMap { [$0, $0, $0] } })
  }

  @Test func pixelsAreMeansOfAreas() {
    let picture = grey([[0, 10, 100, 200], [20, 30, 40, 60]])
    #expect(picture.reduced(width: 2, height: 1) == grey([[15, 100]]))
    #expect(picture.reduced(width: 4, height: 2) == picture)
  }

  /// Three pixels become two: each is one and a half wide, and the middle one counts half for both.
  @Test func pixelsOnABorderCountForBoth() {
    let row: [UInt8] = [0, 90, 180]
    let picture = grey([row, row, row])
    #expect(picture.reduced(width: 2, height: 2) == grey([[30, 150], [30, 150]]))
  }

  /// Two of four columns are left of a wide picture, and two of four rows of a high one.
  @Test func theMiddleIsTakenOfAnotherShape() {
    let wide: [UInt8] = [255, 10, 20, 255]
    #expect(grey([wide, wide]).reduced(width: 2, height: 2) == grey([[10, 20], [10, 20]]))
    let high = grey([[255, 255], [10, 10], [20, 20], [255, 255]])
    #expect(high.reduced(width: 2, height: 2) == grey([[10, 10], [20, 20]]))
  }

  @Test func channelsStayApart() {
    let picture = RGBImage(width: 2, height: 1, pixels: [200, 0, 9, 100, 50, 9])
    #expect(picture.reduced(width: 1, height: 1).pixels == [150, 25, 9])
  }

  @Test func smallPicturesBecomeLarger() {
    #expect(grey([[7]]).reduced(width: 3, height: 2) == grey([[7, 7, 7], [7, 7, 7]]))
  }
}
