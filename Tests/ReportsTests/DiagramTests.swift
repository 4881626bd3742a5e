import Foundation
import Reports
import TestSupport
import Testing
import Videos

@Suite struct CurveFigureTests {
  /// Ticks computed by hand: 0.11 in six steps is 0.018 a step, which becomes 0.02.
  @Test func marksRoundNumbers() {
    let axis = Axis([0.02, 0.11], count: 6)
    #expect(axis.ticks.map(axis.label) == ["0.00", "0.02", "0.04", "0.06", "0.08", "0.10", "0.12"])
    #expect(axis.label(0.08...0.1) == "0.080–0.100")
    let steps = Axis([0, 3000], count: 8, isTight: true)
    #expect(steps.ticks.map(steps.label).last == "3\u{202F}000")
    #expect(steps.high == 3000)
    let negative = Axis([-3, 5], count: 4)
    #expect(negative.ticks == [-4, -2, 0, 2, 4, 6])
    #expect(negative.label(-4) == "−4")
  }

  @Test(arguments: [
    [], [0.0], [5, 5, 5], [-2], [1e-300, 2e-300], [1e300], [.nan, .infinity], [-1e308, 1e308],
  ])
  func findsTicksForWhateverThereIs(values: [Double]) {
    let axis = Axis(values, count: 6)
    #expect(axis.low < axis.high)
    #expect(!axis.ticks.isEmpty && axis.ticks.count < 20)
    #expect(axis.ticks.allSatisfy { $0.isFinite })
  }

  /// Seven values in three columns: 0 1 | 2 3 | 4 5 6.
  @Test func summarisesNeighboursWhereValuesOutnumberColumns() {
    let values = [4.0, 6, 1, 3, 0, 0, 6].enumerated().map { (x: Double($0), y: $1) }
    let trace = CurveTrace(Curve(name: "a", values: values), columns: 3)
    #expect(trace.isSummary)
    #expect(trace.columns.map(\.mean) == [5, 2, 2])
    #expect(trace.columns.map(\.lowest) == [4, 1, 0])
    #expect(trace.columns.map(\.highest) == [6, 3, 6])
    #expect(trace.columns.map(\.x) == [0.5, 2.5, 5])
    #expect(!CurveTrace(Curve(name: "a", values: values), columns: 7).isSummary)
  }

  /// The place of a line is computed by hand.
  ///
  /// The values 0 and 1 give an axis from 0 to 1. A line at 0.5 is in the middle of the plot: 160 units
  /// below the plot's top, which is 36 + 26 units below the figure's top. The colour is #0072b2.
  @Test func drawsALineWhereItsValuesAre() throws {
    let values = [0.0, 0.5, 0.5, 1].enumerated().map { (x: Double($0), y: $1) }
    let picture = try CurveFigure(
      [Curve(name: "loss", values: values)], title: [], xLabel: "step", yLabel: "loss"
    ).picture()
    let middle = 2 * (36 + 26 + 160)
    #expect(isNear(picture[920, middle], (0, 0x72, 0xB2)))
    #expect(isNear(picture[920, middle + 12], (255, 255, 255)))
  }

  @Test func drawsWithoutValuesAndAroundThoseThatAreNotFinite() throws {
    _ = try CurveFigure([], title: ["Loss"], xLabel: "step", yLabel: "loss").png()
    let values = [(x: 0.0, y: 1.0), (x: 1, y: .nan), (x: 2, y: .infinity), (x: 3, y: 2)]
    let figure = try CurveFigure(
      [Curve(name: "loss", values: values)], title: ["Loss"], xLabel: "step", yLabel: "loss",
      bands: [Band(0.08...0.1, meaning: "nothing learned")])
    #expect(figure.note == "2 values not finite, not drawn")
    _ = try figure.svg()
  }
}

@Suite struct ComparisonFigureTests {
  private let panels = [
    (title: "Frames", label: "conditional entropy in bits"),
    (title: "Videos", label: "conditional entropy in bits"),
  ]

  /// The places of dots and lines are computed by hand.
  ///
  /// Panels begin 36 + 220 + 12 = 268 units from the left. There are 656 units up to the right margin,
  /// and the gap takes 56: each panel is 300 units wide, and the second begins at 624. Without a heading
  /// panels begin 36 + 30 = 66 units from the top. Rows are 28 units high; their middles are at 80 and
  /// 108.
  ///
  /// The first panel shows 0.4 to 1 and has an axis from 0 to 1: the line of 0.5 ± 0.1 reaches from 388
  /// to 448, and 1 is at 568. The axis of the second panel is 0.4 to 0.6, and the line crosses all of it.
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

@Suite struct ConfusionFigureTests {
  /// The places and the shades are computed by hand.
  ///
  /// Without a title the grid begins 36 + 44 = 80 units from the top. Cells of two categories are 84
  /// units wide, and 12 units from their edges there is no number. The grid ends 36 + 30 units above the
  /// bottom. The colour is 0x0072B2 with an opacity of 8 % + 92 % × share over (245, 246, 248).
  @Test func shadesTheShareOfTheRow() throws {
    let figure = try ConfusionFigure(
      categories: ["a", "b"], counts: [[20, 0], [5, 15]], title: [])
    let picture = try figure.picture()
    #expect(figure.height == 80 + 2 * 84 + 66)
    #expect(picture.width == Int(figure.width * 2))
    #expect(picture.height == Int(figure.height * 2))
    // The first cell begins at a column that depends on the font.
    let row = (80 + 12) * 2
    let left = try #require(
      (0..<picture.width).first { isNear(picture[$0, row], (0, 114, 178)) })
    #expect(left > 2 * 40 && left < 2 * 80)
    let inside = left + 20
    #expect(isNear(picture[inside + 168, row], (245, 246, 248)), "none is the panel")
    #expect(isNear(picture[inside, row + 168], (169, 204, 225)), "a quarter")
    #expect(isNear(picture[inside + 168, row + 168], (56, 144, 194)), "three quarters")
    #expect(isNear(picture[inside + 2 * 168, row], (255, 255, 255)), "no third column")
  }

  @Test(arguments: [1, 6, 10, 101])
  func drawsAnyNumberOfCategories(count: Int) throws {
    let names = (0..<count).map { "Category number \($0)" }
    let counts = (0..<count).map { row in
      (0..<count).map { $0 == row ? 1200 : ($0 * 7 + row * 3) % 11 == 0 ? 90 : 0 }
    }
    let figure = try ConfusionFigure(categories: names, counts: counts, title: ["\(count)"])
    #expect(figure.width >= 640 && figure.width < 1300 && figure.height < 1200)
    if let folder = ProcessInfo.processInfo.environment["UNREEL_PICTURES"] {
      try figure.write(png: folder + "/confusion-\(count).png")
    }
    let svg = try XMLSummary(Data(figure.svg()))
    #expect(svg.elements.first?.name == "svg")
    #expect(!svg.elements.contains { $0.name == "image" }, "nothing is rasterised")
  }

  @Test func aCategoryWithoutFramesStaysEmpty() throws {
    let picture = try ConfusionFigure(
      categories: ["a", "b"], counts: [[0, 0], [1, 1]], title: []
    ).picture()
    // Rows of 84 units begin 80 units from the top; a half is 8 % + 92 % / 2 of the blue.
    let (row, panel) = ((80 + 12) * 2, (245, 246, 248))
    let left = try #require((0..<picture.width).first { isNear(picture[$0, row], panel) })
    for column in [left + 20, left + 20 + 168] {
      #expect(isNear(picture[column, row], panel), "no frame, no shade")
      #expect(isNear(picture[column, row + 168], (113, 174, 210)), "half of two frames")
    }
  }
}
