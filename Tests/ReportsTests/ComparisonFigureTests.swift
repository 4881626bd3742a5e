import Foundation
import Reports
import TestSupport
import Testing
import Videos

@Suite struct ComparisonFigureTests {
  private let panels = [
    (title: "Frames", label: "conditional entropy in bits"),
    (title: "Videos", label: "conditional entropy in bits"),
  ]

  /// Dots and lines at known places.
  ///
  /// Panels begin 36 + 220 + 12 = 268 units from the left; of the 656 up to the right margin 56 are
  /// the gap, so each is 300 wide and the second begins at 624. Without a heading they begin
  /// 36 + 30 = 66 units down, and rows are 28 high: their middles are at 80 and 108.
  ///
  /// 0.4 to 1 gives the first the axis 0 to 1: 0.5 ± 0.1 reaches from 388 to 448, and 1 is at 568.
  /// 0.4 to 0.6 gives the second its own axis, 0.4 to 0.6: the line crosses all of it.
  @Test func drawsDotsAndLinesWhereTheirValuesAre() throws {
    let value = ComparisonFigure.Value(mean: 0.5, deviation: 0.1)
    let figure = try ComparisonFigure(
      [
        ComparisonFigure.Row(name: "a", values: [value, value]),
        ComparisonFigure.Row(
          name: "b", isFaint: true, values: [ComparisonFigure.Value(mean: 1), nil]),
      ], panels: panels, title: [])
    #expect(figure.height == 66 + 2 * 28 + 44 + 36)
    let picture = try figure.picture()
    let (blue, faint, white) = ((0, 0x72, 0xB2), (0x5B, 0x64, 0x6E), (255, 255, 255))
    #expect(isNear(picture[2 * 418, 2 * 80], blue), "the dot")
    #expect(isNear(picture[2 * 418, 2 * 80 - 7], blue), "which is larger than the line is wide")
    #expect(isNear(picture[2 * 392, 2 * 80], blue) && isNear(picture[2 * 444, 2 * 80], blue))
    #expect(isNear(picture[2 * 444, 2 * 80 - 7], white), "the line is thin")
    #expect(isNear(picture[2 * 384, 2 * 80], white) && isNear(picture[2 * 456, 2 * 80], white))
    #expect(isNear(picture[2 * 568, 2 * 108], faint))
    #expect(isNear(picture[2 * 555, 2 * 108], white), "one run has no spread")
    #expect(isNear(picture[2 * 650, 2 * 80], blue) && isNear(picture[2 * 900, 2 * 80], blue))
    #expect(isNear(picture[2 * 650, 2 * 108], white), "nothing is drawn of what is not there")
  }

  @Test func everythingIsWithinItsWidth() throws {
    let name = Array(repeating: "a-rather-long-name", count: 9).joined(separator: "-") + " ×3"
    let values = [-3.0, 0, 1e6].map { ComparisonFigure.Value(mean: $0, deviation: 0.5) }
    let figure = try ComparisonFigure(
      values.map { ComparisonFigure.Row(name: name, values: [$0, $0]) },
      panels: panels.map { (title: $0.title + name, label: $0.label + name) },
      title: ["Runs side by side", name.replacingOccurrences(of: "-", with: " ")])
    let ruler = try Drawing(on: Surface(width: 1, height: 1), scale: 1)
    for name in figure.names {
      #expect(name.hasSuffix("…"))
      #expect(
        ruler.width(of: name, ComparisonFigure.nameStyle) <= ComparisonFigure.nameWidth)
    }
    let picture = try figure.picture()
    #expect(picture.width == 1920 && picture.height == Int((2 * figure.height).rounded()))
    for y in 0..<picture.height {
      for x in [0, 10, 1909, 1919] where !isNear(picture[x, y], (255, 255, 255)) {
        Issue.record("something is drawn at \(x), \(y)")
        return
      }
    }
    let svg = try XMLSummary(Data(figure.svg()))
    #expect(svg.elements.first?.attributes["width"]?.hasPrefix("960") == true)
    #expect(!svg.elements.contains { $0.name == "image" }, "nothing is rasterised")
  }

  @Test func drawsWithoutRowsAndAroundWhatIsNotFinite() throws {
    _ = try ComparisonFigure([], panels: panels, title: ["Runs"]).png()
    let odd = [
      ComparisonFigure.Value(mean: .nan), ComparisonFigure.Value(mean: 1, deviation: .infinity),
    ]
    let figure = try ComparisonFigure(
      [ComparisonFigure.Row(name: "odd", values: odd)], panels: panels, title: [])
    let picture = try figure.picture()
    #expect(isNear(picture[2 * 300, 2 * 80], (255, 255, 255)))
    _ = try figure.svg()
  }
}
