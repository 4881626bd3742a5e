import Datasets
import Testing

@Suite struct ViewsTests {
  private static func drawn(_ settings: ViewSettings = ViewSettings(), seed: UInt64 = 1) -> [View] {
    let views = Views(settings, seed: seed)
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
