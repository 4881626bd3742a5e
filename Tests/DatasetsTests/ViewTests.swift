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

  /// 4×4 grey pixels.
  ///
  /// The columns have the values 10, 50, 90, 130.
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

  /// By hand: the triangle of a new pixel reaches two old pixels to each side.
  ///
  /// The first new pixel is centred between the first two old ones, so its weights are 3, 3 and 1
  /// of 7: (3·10 + 3·50 + 90) / 7.
  @Test func aSmallerViewIsTheMeanUnderTriangles() {
    let view = Self.render(.whole, of: Self.columns, side: 4, to: 2)
    #expect(view == [39, 39, 39, 101, 101, 101, 39, 39, 39, 101, 101, 101])
  }

  /// By hand: new pixels of the middle half lie half an old pixel apart, around 50 and 90.
  @Test func aCutIsEnlargedLinearly() {
    var view = View.whole
    view.cut = .init(left: 0.25, top: 0.25, width: 0.5, height: 0.5)
    let row = Self.render(view, of: Self.columns, side: 4, to: 4).prefix(12)
    #expect(Array(row) == [40, 60, 80, 100].flatMap { [UInt8](repeating: $0, count: 3) })
  }

  /// By hand: 0.299 · 200 + 0.587 · 100 + 0.114 · 50 is 124.2.
  ///
  /// Grey pixels stay.
  @Test func greyIsTheBrightnessOfEachPixel() {
    var view = View.whole
    view.isGrey = true
    let found = Self.render(view, of: Self.colours, side: 2, to: 2)
    #expect(Array(found[0..<3]) == [124, 124, 124] && Array(found[9..<12]) == [90, 90, 90])
  }

  /// By hand: the mean is 70.
  ///
  /// Half the brightness and then twice the contrast is 35 + (v/2 − 35) · 2. The first value is
  /// below 0 and becomes 0.
  @Test func brightnessComesBeforeContrast() {
    var view = View.whole
    view.colours = .init(brightness: 0.5, contrast: 2)
    let found = Self.render(view, of: Self.columns, side: 4, to: 4)
    #expect(stride(from: 0, to: 12, by: 3).map { found[$0] } == [0, 15, 55, 95])
  }

  /// By hand: half of (200, 100, 50) has the grey 62.1.
  ///
  /// Halfway to it are 81.05, 56.05 and 43.55. The tint halves green and doubles blue.
  @Test func saturationComesBeforeTint() {
    var view = View.whole
    view.colours = .init(brightness: 0.5, saturation: 0.5, tint: SIMD3(1, 0.5, 2))
    #expect(Self.render(view, of: Self.colours, side: 2, to: 2).prefix(3) == [81, 28, 87])
  }

  /// By hand: the mean of three columns, and of two at the edges.
  @Test func blurIsTheMeanOfNeighbours() {
    var view = View.whole
    view.isBlurred = true
    let found = Self.render(view, of: Self.columns, side: 4, to: 4)
    #expect(stride(from: 0, to: 12, by: 3).map { found[$0] } == [30, 50, 90, 110])
  }
}

@Suite struct ViewSamplerTests {
  private static func drawn(_ settings: ViewSettings = ViewSettings(), seed: UInt64 = 1) -> [View] {
    let views = ViewSampler(settings, seed: seed)
    return (0..<4000).map { views.view(of: $0 % 2, inExample: $0 / 2, ofEpoch: 3) }
  }

  @Test func viewsAreAFunctionOfSeedEpochIndexAndPlace() {
    #expect(Self.drawn() == Self.drawn())
    #expect(Set(Self.drawn().map(\.cut.width)).count > 3600)
    #expect(Self.drawn(seed: 2) != Self.drawn())
  }

  @Test func cutsLieInTheFrameAndAreAsLargeAsAskedFor() {
    for view in Self.drawn() {
      let cut = view.cut
      #expect(cut.left >= 0 && cut.top >= 0)
      #expect(cut.left + cut.width <= 1 + 1e-12 && cut.top + cut.height <= 1 + 1e-12)
      // A cut that would be wider than the frame loses some of its area, at most a quarter.
      #expect(cut.width * cut.height > 0.3 * 0.75 - 1e-9)
      #expect((0.74...1.34).contains((cut.width / cut.height)) || max(cut.width, cut.height) == 1)
    }
  }

  /// Shares of 4 000 draws; three standard deviations of a half are 0.024.
  @Test func sharesAreThoseOfTheSettings() {
    let (views, settings) = (Self.drawn(), ViewSettings())
    func share(_ isSo: (View) -> Bool) -> Double { Double(views.count(where: isSo)) / 4000 }
    #expect(abs(share(\.isMirrored) - settings.mirrored) < 0.024)
    #expect(abs(share(\.isGrey) - settings.grey) < 0.024)
    #expect(abs(share(\.isBlurred) - settings.blurred) < 0.024)
    #expect(abs(share { $0.colours != nil } - settings.coloured) < 0.024)
    let brightness = views.compactMap(\.colours?.brightness)
    #expect((brightness.min() ?? 0) > 0.599 && (brightness.min() ?? 1) < 0.61)
    #expect((brightness.max() ?? 2) < 1.401 && (brightness.max() ?? 0) > 1.39)
  }

  @Test func settingsOfZeroAndAWholeAreaChangeNothing() {
    var settings = ViewSettings()
    settings.leastArea = 1
    (settings.mirrored, settings.coloured, settings.grey, settings.blurred) = (0, 0, 0, 0)
    #expect(Self.drawn(settings).allSatisfy { $0 == .whole })
  }
}
