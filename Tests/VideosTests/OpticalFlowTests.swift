import Foundation
import Testing
import Videos

@Suite struct OpticalFlowTests {
  private static let side = GreyPicture.side

  /// Waves in both directions, some pixels long, moved to the right and downwards.
  private static func picture(right: Double, down: Double) -> GreyPicture {
    GreyPicture(
      values: (0..<side * side).map { index in
        let (x, y) = (Double(index % side) - right, Double(index / side) - down)
        return Float(128 + 60 * sin(x / 3) + 50 * cos(y / 4 + x / 9))
      })
  }

  /// The median is tested, since the flow is uncertain where the gradient is small.
  @Test(arguments: [(0.5, 0.0), (0.0, -0.4), (0.3, 0.3), (-0.6, 0.2)])
  func aMovedPictureHasTheSameFlowEverywhere(right: Double, down: Double) {
    let flow = OpticalFlow(
      from: Self.picture(right: 0, down: 0), to: Self.picture(right: right, down: down))
    for (found, truth) in [(flow.x, right), (flow.y, down)] {
      let median = Double(found.sorted()[found.count / 2])
      #expect(abs(median - truth) < 0.05, "\(median)")
    }
  }

  @Test func thereIsNoFlowWithoutChangeOrWithoutGradient() {
    let still = Self.picture(right: 0, down: 0)
    let flow = OpticalFlow(from: still, to: still)
    #expect(flow.x.allSatisfy { $0 == 0 } && flow.y.allSatisfy { $0 == 0 })
    let (dark, bright) = (
      GreyPicture(values: [Float](repeating: 9, count: Self.side * Self.side)),
      GreyPicture(values: [Float](repeating: 200, count: Self.side * Self.side))
    )
    let lamp = OpticalFlow(from: dark, to: bright)
    #expect(lamp.x.allSatisfy { abs($0) < 1e-5 } && lamp.y.allSatisfy { abs($0) < 1e-5 })
  }

  /// Tests every 5 degrees.
  ///
  /// A direction between two eighths belongs to the later one.
  @Test func directionsAreEighthsOfATurn() {
    for degrees in stride(from: 2.5, to: 360, by: 5) {
      let angle = degrees * .pi / 180
      let found = FlowHistogram.direction(x: Float(cos(angle)), y: Float(sin(angle)))
      #expect(found == Int(degrees / 45), "\(degrees)")
    }
    let meeting: [(Float, Float)] = [
      (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1),
    ]
    #expect(meeting.map { FlowHistogram.direction(x: $0, y: $1) } == Array(0..<8))
  }

  /// The left half moves half a pixel to the right, the right half moves half a pixel downwards.
  ///
  /// So the cells of the left column count in the first direction, or in the last one if the flow
  /// points up a little. Those of the right column count in the second or third direction, which
  /// meet at straight down.
  @Test func histogramsHoldPositionAndDirection() {
    let (right, down) = (Self.picture(right: 0.5, down: 0), Self.picture(right: 0, down: 0.5))
    var later = right
    for index in later.values.indices where index % Self.side >= Self.side / 2 {
      later.values[index] = down.values[index]
    }
    let flow = OpticalFlow(from: Self.picture(right: 0, down: 0), to: later)
    let histogram = FlowHistogram.of(flow)
    func sum(columns: ClosedRange<Int>, directions: [Int]) -> Float {
      (0..<FlowHistogram.cells).reduce(0) { sum, row in
        sum
          + columns.reduce(0) { sum, column in
            let cell = (row * FlowHistogram.cells + column) * FlowHistogram.directions
            return sum + directions.reduce(0) { $0 + histogram[cell + $1] }
          }
      }
    }
    #expect(
      sum(columns: 0...0, directions: [0, 7]) > 0.8 * sum(columns: 0...0, directions: Array(0..<8)))
    #expect(
      sum(columns: 3...3, directions: [1, 2]) > 0.8 * sum(columns: 3...3, directions: Array(0..<8)))
    // Half a pixel in each of a sixteenth of all cells.
    for column in [0, 3] {
      #expect(abs(sum(columns: column...column, directions: Array(0..<8)) - 0.125) < 0.03)
    }
  }
}
