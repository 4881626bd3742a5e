import Reports
import Testing

@Suite struct PaletteTests {
  /// As Tests/Reference/palette.py chooses them.
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
    let labs = (0..<101).map { Lab(palette[$0]) }
    var smallest = Double.infinity
    for (index, lab) in labs.enumerated() {
      for other in labs[..<index] { smallest = min(smallest, lab.distance(to: other)) }
    }
    // In Oklab a difference of 0.02 is just seen side by side.
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

  /// The values of red are those of Tests/Reference/palette.py.
  @Test func convertsToOklabAndBack() {
    let red = Lab(Colour(0xFF0000))
    #expect(abs(red.lightness - 0.62795536) < 1e-6)
    #expect(abs(red.a - 0.22486306) < 1e-6)
    #expect(abs(red.b - 0.1258463) < 1e-6)
    for code: UInt32 in [0x000000, 0xFFFFFF, 0x0072B2, 0x12FE80] {
      #expect(Lab(Colour(code)).colour == Colour(code))
    }
  }
}
