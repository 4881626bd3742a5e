import Reports
import Testing

@Suite struct FilterTests {
  /// Two filters of 2 × 2: the first goes from -1 to 1, the second is flat.
  ///
  /// In a checkpoint the filter's number changes fastest, then the colour, then the column.
  @Test func weightsBecomeColours() throws {
    let first: [Float] = [-1, 0, 1, 1, 1, 1, -1, -1, -1, 0, 0, 0]
    let bank = try #require(FilterBank(side: 2, values: first.flatMap { [$0, 7] }))
    #expect(bank.count == 2)
    let picture = bank.picture(of: 0)
    let half = picture.width / 2
    let expected: [(x: Int, y: Int, colour: [UInt8])] = [
      (0, 0, [0, 128, 255]), (half, 0, [255, 255, 255]), (0, half, [0, 0, 0]),
      (half, half, [128, 128, 128]), (half - 1, half - 1, [0, 128, 255]),
    ]
    for (x, y, colour) in expected {
      let found = picture[x, y]
      #expect([found.red, found.green, found.blue] == colour, "\(x), \(y)")
    }
    #expect(Set(bank.picture(of: 1).pixels) == [0])
  }

  @Test func numbersThatAreNoFiltersAreRefused() {
    #expect(FilterBank(side: 2, values: [Float](repeating: 0, count: 13)) == nil)
    #expect(FilterBank(side: 2, values: []) == nil)
    #expect(FilterBank(side: 0, values: [1]) == nil)
  }

  @Test func aPDFHasTheSameBytesEachTime() throws {
    let bank = try #require(FilterBank(side: 1, values: [0, 1, 2]))
    let files = try (0..<2).map { _ in try FilterFigure(bank, title: ["One filter"]).pdf() }
    #expect(files[0].starts(with: Array("%PDF-".utf8)))
    #expect(files[0] == files[1])
    #expect(!String(decoding: files[0], as: UTF8.self).contains("CreationDate"))
  }
}
