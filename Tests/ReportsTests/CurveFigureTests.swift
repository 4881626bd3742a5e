import Foundation
import Reports
import Testing

@Suite struct CurveFigureTests {
  /// Ticks by hand: 0.11 over six steps is 0.018, so steps are 0.02.
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

  /// The line is where arithmetic has it.
  ///
  /// Values 0 and 1 give the axis 0 to 1, so a line at 0.5 runs through the plot's middle: 160 of its
  /// 320 units below its top, which is 36 + 26 below the figure's. The line is #0072b2.
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
