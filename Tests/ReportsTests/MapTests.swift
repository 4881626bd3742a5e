import Basics
import Foundation
import Reports
import Testing
import Videos

@Suite struct MapOrderTests {
  @Test func mortonCodesTakeBitsInTurn() {
    #expect(MortonCode.code(0b11, 0b00) == 0b0101)
    #expect(MortonCode.code(0b00, 0b11) == 0b1010)
    #expect(MortonCode.code(0b10, 0b01) == 0b0110)
    #expect(MortonCode.code(.max, .max) == .max)
  }

  /// A cell of the first grid is 2048 wide.
  ///
  /// Frames 0 to 2 lie in one of them, 3 in the next one to the right, 4 below.
  ///
  /// Of the first cell comes the most typical frame, 2. Its cell in the second grid, 1024 wide, holds frame 1 too; so
  /// frame 0 is the second tier, and frame 1 comes with the first grid that parts it from 2.
  @Test func eachTierHasAFrameForEachNewCell() {
    let x: [UInt16] = [1900, 100, 400, 2100, 50]
    let y: [UInt16] = [1900, 100, 100, 100, 3000]
    #expect(MapOrder.order(x: x, y: y, strangeness: [9, 9, 1, 200, 0]) == [2, 3, 4, 0, 1])
  }

  @Test func framesAtOnePlaceAllHaveAPlace() {
    let zeros = [UInt16](repeating: 0, count: 3)
    #expect(MapOrder.order(x: zeros, y: zeros, strangeness: [2, 1, 1]) == [1, 0, 2])
  }
}

@Suite struct MapSheetTests {
  @Test func levelsKeepTheShape() {
    let levels = MapSheetLayout.levels(width: 320, height: 240)
    #expect(levels.map(\.width) == [16, 32, 128])
    #expect(levels.map(\.height) == [12, 24, 96])
    #expect(levels.map(\.columns) == [64, 32, 8])
    #expect(levels.map(\.rows) == [85, 42, 10])
    #expect(MapSheetLayout.levels(width: 0, height: 0).map(\.width) == [16, 32, 128])
  }

  /// 70 frames, each of its own grey: a sheet of 64 and one of 6 at the largest level, one sheet at the others.
  @Test func everyFrameLiesAtItsPlace() throws {
    let levels = MapSheetLayout.levels(width: 64, height: 64)
    @Sendable func level(_ frame: Int) -> UInt8 { UInt8(20 + 3 * frame) }
    var sheets: [MapSheet] = []
    try MapSheetDrawer(levels, count: 70, threads: 2).draw({ frame in
      let grey = level(frame)
      return RGBImage(width: 64, height: 64, filledWith: (grey, grey, grey))
    }) { sheets.append($0) }
    #expect(
      sheets.map { [$0.level, $0.number] }.sorted { $0.lexicographicallyPrecedes($1) }
        == [[0, 0], [1, 0], [2, 0], [2, 1]])
    let codec = try JPEGCodec()
    for sheet in sheets {
      let layout = levels[sheet.level]
      let picture = try codec.decode(sheet.bytes, name: "sheet")
      let first = sheet.number * layout.tiles
      let shown = min(layout.tiles, 70 - first)
      #expect(picture.width == 1024)
      #expect(picture.height == (shown + layout.columns - 1) / layout.columns * layout.height)
      for place in 0..<shown {
        let x = place % layout.columns * layout.width + layout.width / 2
        let y = place / layout.columns * layout.height + layout.height / 2
        let difference = abs(Int(picture[x, y].green) - Int(level(first + place)))
        #expect(difference <= 3, "level \(sheet.level), frame \(first + place)")
      }
    }
  }
}

@Suite struct MapScriptTests {
  /// All files of the folder, and no more, so that none is forgotten.
  @Test func allScriptsOfTheFolderAreInThePage() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Reports/Page/Map").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".js") }
    #expect(Set(files) == Set(MapScript.modules.map(\.name)))
    #expect(MapScript.modules.last?.name == "Start.js")
  }

  @Test func nothingEndsAScriptEarly() {
    for module in MapScript.modules {
      for end in ["</script", "<!--"] { #expect(!module.inlined.contains(end), "\(module.name)") }
      #expect(module.inlined.components(separatedBy: "]]>").count == 2, "\(module.name)")
    }
  }
}
