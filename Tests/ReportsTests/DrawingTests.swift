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

  /// Cairo's built-in font is what is left on a machine without fonts.
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
    #expect(Printed.count(value) == expected)
  }

  @Test func printsSharesWithoutClaimingAllOrNothing() {
    #expect(Printed.share(1) == "100\u{202F}%")
    #expect(Printed.share(0.9999) == ">99\u{202F}%")
    #expect(Printed.share(0.001) == "<1\u{202F}%")
    #expect(Printed.share(0) == "0\u{202F}%")
    #expect(Printed.share(0.966) == "97\u{202F}%")
    #expect(Printed.decimal(-0.001, places: 2) == "0.00")
    #expect(Printed.decimal(.nan, places: 2) == "–")
  }
}
