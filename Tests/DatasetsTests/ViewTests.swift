import Datasets
import Testing

@Suite struct ViewTests {
  private static func render(
    _ view: View, of frame: [UInt8], side stored: Int, to side: Int
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: side * side * 3) { target, count in
      frame.withUnsafeBufferPointer { view.render($0, side: stored, into: target, side: side) }
      count = target.count
    }
  }

  /// 4×4 pixels, grey, whose values are the columns' 10, 50, 90, 130.
  private static let columns = (0..<16).flatMap {
    [UInt8](repeating: UInt8(10 + 40 * ($0 % 4)), count: 3)
  }
  private static let colours: [UInt8] = [200, 100, 50, 40, 80, 120, 0, 255, 7, 90, 90, 90]

  @Test func theWholeFrameIsItself() {
    #expect(Self.render(.whole, of: Self.colours, side: 2, to: 2) == Self.colours)
  }

  @Test func aMirroredViewHasItsColumnsInTheOtherOrder() {
    var view = View.whole
    view.isMirrored = true
    #expect(
      Self.render(view, of: Self.colours, side: 2, to: 2)
        == [40, 80, 120, 200, 100, 50, 90, 90, 90, 0, 255, 7])
  }

  /// By hand: a new pixel's triangle reaches two old ones either way, so around the edge between the first
  /// two it has the weights 3, 3 and 1 of 7: (3·10 + 3·50 + 90) / 7.
  @Test func aSmallerViewIsTheMeanUnderTriangles() {
    let view = Self.render(.whole, of: Self.columns, side: 4, to: 2)
    #expect(view == [39, 39, 39, 101, 101, 101, 39, 39, 39, 101, 101, 101])
  }

  /// By hand: the middle half, its pixels a half apart from the old ones' centres: 50 and 90, then between.
  @Test func aCutIsEnlargedLinearly() {
    var view = View.whole
    view.cut = .init(left: 0.25, top: 0.25, width: 0.5, height: 0.5)
    let row = Self.render(view, of: Self.columns, side: 4, to: 4).prefix(12)
    #expect(Array(row) == [40, 60, 80, 100].flatMap { [UInt8](repeating: $0, count: 3) })
  }

  /// By hand: 0.299 · 200 + 0.587 · 100 + 0.114 · 50 is 124.2; black stays, white would too.
  @Test func greyIsTheBrightnessOfEachPixel() {
    var view = View.whole
    view.isGrey = true
    let found = Self.render(view, of: Self.colours, side: 2, to: 2)
    #expect(Array(found[0..<3]) == [124, 124, 124] && Array(found[9..<12]) == [90, 90, 90])
  }

  /// By hand: columns of mean 70: half as bright and then twice the contrast is 35 + (v/2 − 35) · 2; the
  /// first is cut off at 0.
  @Test func brightnessComesBeforeContrast() {
    var view = View.whole
    view.colours = .init(brightness: 0.5, contrast: 2)
    let found = Self.render(view, of: Self.columns, side: 4, to: 4)
    #expect(stride(from: 0, to: 12, by: 3).map { found[$0] } == [0, 15, 55, 95])
  }

  /// By hand: half of (200, 100, 50) has the grey 62.1, halfway to which lie 81.05, 56.05 and 43.55; the
  /// tint halves green and doubles blue.
  @Test func saturationComesBeforeTint() {
    var view = View.whole
    view.colours = .init(brightness: 0.5, saturation: 0.5, tint: SIMD3(1, 0.5, 2))
    #expect(Self.render(view, of: Self.colours, side: 2, to: 2).prefix(3) == [81, 28, 87])
  }

  /// By hand: the mean of three columns, of two at the edges.
  @Test func blurIsTheMeanOfNeighbours() {
    var view = View.whole
    view.isBlurred = true
    let found = Self.render(view, of: Self.columns, side: 4, to: 4)
    #expect(stride(from: 0, to: 12, by: 3).map { found[$0] } == [30, 50, 90, 110])
  }
}
