import Foundation
import Reports
import TestSupport
import Testing

@Suite struct ConfusionFigureTests {
  /// Shades at known places.
  ///
  /// Without a title the grid begins 36 + 44 = 80 units down. Two categories have cells of 84 units;
  /// 12 units into a cell there is no number. The grid ends 36 + 30 units above the bottom.
  ///
  /// Colours are 0x0072B2 at 8 % + 92 % × share over (245, 246, 248): 20 of 20, 5 of 20, none.
  @Test func shadesTheShareOfTheRow() throws {
    let figure = try ConfusionFigure(
      categories: ["a", "b"], counts: [[20, 0], [5, 15]], title: [])
    let picture = try figure.picture()
    #expect(figure.height == 80 + 2 * 84 + 66)
    #expect(picture.width == Int(figure.width * 2))
    #expect(picture.height == Int(figure.height * 2))
    // The column in which the first cell begins, which depends on the font's letters.
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
    _ = try ConfusionFigure(categories: ["a", "b"], counts: [[0, 0], [1, 1]], title: []).png()
  }
}
