import Basics
import Foundation
import Reports
import TestSupport
import Testing
import Videos

@Suite struct DrawingTests {
  /// A figure of one colour.
  private struct Plain: Figure {
    var width = 30.0
    var height = 20.0
    func draw(on drawing: Drawing) throws {}
  }

  @Test func refusesMorePixelsThanAPictureCanHave() throws {
    let error = #expect(throws: DrawingError.self) { try Plain(width: 20_000).png() }
    #expect(error?.description.contains("40000 × 40 pixels") == true)
    #expect(error?.blame == .usage)
    #expect(pngSize(try Plain(width: 16_000, height: 1).png()) == [32_000, 2])
  }

  @Test func namesTheFileThatCannotBeWrittenAndLeavesNothing() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write("in the way", to: folder("file"))
    for path in [folder("missing/a.png"), folder("file/a.png")] {
      let png = #expect(throws: SystemCallError.self) { try Plain().write(png: path) }
      #expect(png?.description.contains(path) == true)
      let svg = #expect(throws: SystemCallError.self) { try Plain().write(svg: path) }
      #expect(svg?.description.contains(path) == true)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  /// A machine without fonts has Cairo's built-in font only.
  @Test func drawsTextWithoutAnyFont() throws {
    let surface = try Surface(width: 200, height: 40)
    let drawing = try Drawing(on: surface, scale: 1, fontFamily: "@cairo:")
    let style = TextStyle(size: 20)
    #expect(
      drawing.width(of: "é · 1\u{202F}182 – 3", style) == drawing.width(of: "e - 1 182 - 3", style))
    drawing.text("Unreel", at: Point(x: 10, y: 30), style)
    try drawing.finish()
    #expect(try surface.picture().pixels.contains { $0 < 100 })
  }

  @Test func breaksTextBetweenWords() throws {
    let drawing = try Drawing(on: Surface(width: 1, height: 1), scale: 1, fontFamily: "@cairo:")
    let style = TextStyle(size: 20)
    let width = drawing.width(of: "one two", style) + 1
    #expect(
      drawing.lines(of: "one two three four", style, within: width) == ["one two", "three", "four"])
    #expect(drawing.lines(of: "unbreakable", style, within: 1) == ["unbreakable"])
    #expect(drawing.lines(of: "", style, within: 100).isEmpty)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1182, "1\u{202F}182"), (1_000_000, "1\u{202F}000\u{202F}000"),
    (-1234, "−1\u{202F}234"),
  ])
  func printsCounts(value: Int, expected: String) {
    #expect(NumberText.count(value) == expected)
  }

  @Test func printsSharesWithoutClaimingAllOrNothing() {
    #expect(NumberText.share(1) == "100\u{202F}%")
    #expect(NumberText.share(0.9999) == ">99\u{202F}%")
    #expect(NumberText.share(0.001) == "<1\u{202F}%")
    #expect(NumberText.share(0) == "0\u{202F}%")
    #expect(NumberText.share(0.966) == "97\u{202F}%")
    #expect(NumberText.decimal(-0.001, places: 2) == "0.00")
    #expect(NumberText.decimal(.nan, places: 2) == "–")
  }
}

@Suite struct PaletteTests {
  /// `Tests/Reference/palette.py` chooses the same colours.
  @Test func beginsWithTheColoursThatColourBlindReadersTellApart() {
    let palette = Palette(count: 12)
    #expect(
      (0..<12).map { palette[$0].code } == [
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9",
        "#000000", "#661100", "#332288", "#5a5a5a", "#ddcc77", "#994f00",
      ])
  }

  @Test func tells101ClustersApart() {
    let palette = Palette(count: 101)
    let labs = (0..<101).map { OklabColour(palette[$0]) }
    var smallest = Double.infinity
    for (index, lab) in labs.enumerated() {
      for other in labs[..<index] { smallest = min(smallest, lab.distance(to: other)) }
    }
    // A difference of 0.02 in Oklab is just visible side by side.
    #expect(smallest > 0.04)
  }

  @Test func keepsAColourHoweverManyFollow() {
    let few = Palette(count: 20)
    let many = Palette(count: 150)
    #expect((0..<20).allSatisfy { few[$0] == many[$0] })
  }

  @Test func hasAColourForEveryNumber() {
    let palette = Palette(count: 5000)
    #expect(palette[4999].code.count == 7)
  }

  /// The values of red come from `Tests/Reference/palette.py`.
  @Test func convertsToOklabAndBack() {
    let red = OklabColour(Colour(0xFF0000))
    #expect(abs(red.lightness - 0.62795536) < 1e-6)
    #expect(abs(red.a - 0.22486306) < 1e-6)
    #expect(abs(red.b - 0.1258463) < 1e-6)
    for code: UInt32 in [0x000000, 0xFFFFFF, 0x0072B2, 0x12FE80] {
      #expect(OklabColour(Colour(code)).colour == Colour(code))
    }
  }
}
