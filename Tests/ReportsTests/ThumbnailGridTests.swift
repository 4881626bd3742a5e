import Evaluation
import Basics
import Reports
import Testing

@Suite struct ThumbnailGridTests {
  /// What two neighbouring cells hold, an empty one too, is nearest to its own places as it is.
  @Test(arguments: [40, 700])
  func leavesNothingToExchange(count: Int) {
    let grid = ThumbnailGrid(blobs(of: count, clusters: 3))
    var pointInCell: [Int: Int] = [:]
    for (point, cell) in grid.cellOfPoint.enumerated() { pointInCell[cell] = point }
    func cost(_ point: Int?, _ cell: Int) -> Double {
      guard let point else { return 0 }
      let dx = grid.wishes[point].x - Double(cell % grid.side)
      let dy = grid.wishes[point].y - Double(cell / grid.side)
      return dx * dx + dy * dy
    }
    for cell in 0..<(grid.side * grid.side) {
      let right = cell % grid.side < grid.side - 1 ? cell + 1 : nil
      let below = cell + grid.side < grid.side * grid.side ? cell + grid.side : nil
      for other in [right, below].compactMap({ $0 }) {
        let (here, there) = (pointInCell[cell], pointInCell[other])
        #expect(
          cost(here, cell) + cost(there, other) <= cost(here, other) + cost(there, cell) + 1e-6)
      }
    }
  }

  /// In a grid with room every point has the cell that is nearest to it.
  @Test func givesEachPointItsNearestCellWhereNoOtherWantsIt() {
    let frames = [(0.0, 0.0), (9, 0), (0, -9), (9, -9), (4, -5)].map {
      FramesTable.Row(video: "a", seconds: 0, cluster: 0, x: $0.0, y: $0.1)
    }
    let grid = ThumbnailGrid(frames)
    #expect(grid.side == 3)
    #expect(grid.cellOfPoint == [0, 2, 6, 8, 4])
  }

  /// Points spread evenly at random move by less than a cell on average, and none across the map.
  @Test func movesSpreadPointsLittle() {
    var generator = SeededGenerator(seed: 5)
    let grid = ThumbnailGrid(
      (0..<1000).map { _ in
        FramesTable.Row(
          video: "a", seconds: 0, cluster: 0, x: generator.unit(), y: generator.unit())
      })
    let moves = zip(grid.wishes, grid.cellOfPoint).map { wish, cell in
      wish.distance(to: Point(x: Double(cell % grid.side), y: Double(cell / grid.side)))
    }
    #expect(moves.reduce(0, +) / 1000 < 1)
    #expect(moves.allSatisfy { $0 < 4 })
  }
}
