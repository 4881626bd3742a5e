import Evaluation

/// A square grid that gives every point of a map its own cell, near the point.
///
/// First, every point takes the nearest free cell. Points in the middle of a cluster come before those
/// at its edge, and so clusters grow outwards. Then neighbouring cells exchange their points while that
/// reduces the sum of squared distances between points and cells. There are no random numbers: the same
/// map gives the same grid.
package struct ThumbnailGrid {
  /// The number of cells in each direction.
  package let side: Int
  /// The cell of every point; cells count row by row from the top left.
  package private(set) var cellOfPoint: [Int]

  /// The number of cells a point; the empty cells keep the gaps between clusters.
  static let cellsPerPoint = 1.4
  /// The share of the grid's side that the map covers before clusters grow.
  private static let targetShare = 0.88

  /// The places of the points in the grid, in cells, as they are without the rule of one point a cell.
  package let targets: [Point]

  /// Arranges points.
  ///
  /// - Parameter frames: the frames with finite places, and their clusters.
  /// - Complexity: O(N √N) for N points that are spread out, O(N²) if all lie in one place. The exchange
  ///   takes O(cells) a round, with at most 60 rounds.
  package init(_ frames: [FramesTable.Row]) {
    let (xs, ys) = (frames.map(\.x), frames.map(\.y))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
    let (bottom, top) = (ys.min() ?? 0, ys.max() ?? 0)
    // Halve first: the difference of two finite numbers can be infinite.
    let (width, height) = (right / 2 - left / 2, top / 2 - bottom / 2)
    let side = Int((Self.cellsPerPoint * Double(frames.count)).squareRoot().rounded(.up))
    self.side = side
    // Clusters at the map's edge grow too, so the map does not reach the grid's edge.
    let room = Double(side - 1)
    targets = zip(xs, ys).map { x, y in
      Point(
        x: room * (0.5 + Self.targetShare * (width > 0 ? (x / 2 - left / 2) / width - 0.5 : 0)),
        y: room * (0.5 + Self.targetShare * (height > 0 ? (top / 2 - y / 2) / height - 0.5 : 0)))
    }
    cellOfPoint = []
    takeNearestFreeCells(in: Self.fromTheMiddle(targets, clusters: frames.map(\.cluster)))
    exchangeNeighbours(rounds: 60)
  }

  /// Sorts the points by the distance to the mean of their cluster.
  private static func fromTheMiddle(_ targets: [Point], clusters: [Int]) -> [Int] {
    var sums: [Int: (x: Double, y: Double, count: Double)] = [:]
    for (target, cluster) in zip(targets, clusters) {
      let sum = sums[cluster] ?? (0, 0, 0)
      sums[cluster] = (sum.x + target.x, sum.y + target.y, sum.count + 1)
    }
    let distances = zip(targets, clusters).map { target, cluster in
      let sum = sums[cluster] ?? (target.x, target.y, 1)
      return target.squaredDistance(to: Point(x: sum.x / sum.count, y: sum.y / sum.count))
    }
    return targets.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
  }

  /// Assigns the nearest free cell to each point, in an order.
  private mutating func takeNearestFreeCells(in order: [Int]) {
    var isTaken = Array(repeating: false, count: side * side)
    // Taken cells stay taken. A search that starts at the same cell as an earlier one can therefore skip
    // the rings that were full then.
    var firstOpenRing = Array(repeating: 0, count: side * side)
    cellOfPoint = Array(repeating: 0, count: targets.count)
    for point in order {
      let target = targets[point]
      let (column, row) = (Int(target.x.rounded()), Int(target.y.rounded()))
      let start = row * side + column
      var best: (cell: Int, distance: Double)?
      var ring = firstOpenRing[start]
      // The cells of a ring are at least `ring - 1/√2` away, because a target can be off its cell's centre.
      while best.map({ Double(ring) - 0.71 < $0.distance }) ?? true {
        for cell in self.ring(ring, column: column, row: row) where !isTaken[cell] {
          let distance = target.distance(to: centre(of: cell))
          if best.map({ distance < $0.distance }) ?? true { best = (cell, distance) }
        }
        if best == nil { firstOpenRing[start] = ring + 1 }
        ring += 1
      }
      guard let best else { continue }
      isTaken[best.cell] = true
      cellOfPoint[point] = best.cell
    }
  }

  /// Returns the cells of the grid that are `ring` steps away; diagonal steps count as one.
  private func ring(_ ring: Int, column: Int, row: Int) -> [Int] {
    var cells: [Int] = []
    for y in max(row - ring, 0)...min(row + ring, side - 1) {
      let isEdge = abs(y - row) == ring
      for x in stride(
        from: column - ring, through: column + ring, by: isEdge ? 1 : max(2 * ring, 1))
      where (0..<side).contains(x) {
        cells.append(y * side + x)
      }
    }
    return cells
  }

  /// Exchanges points of neighbouring cells until no exchange reduces the cost, or all rounds are done.
  private mutating func exchangeNeighbours(rounds: Int) {
    var pointInCell = [Int?](repeating: nil, count: side * side)
    for (point, cell) in cellOfPoint.enumerated() { pointInCell[cell] = point }
    for _ in 0..<rounds {
      var hasChanged = false
      for cell in pointInCell.indices {
        for other in neighbours(after: cell) {
          let (here, there) = (pointInCell[cell], pointInCell[other])
          let before = cost(of: here, in: cell) + cost(of: there, in: other)
          let after = cost(of: here, in: other) + cost(of: there, in: cell)
          guard after < before - 1e-9 else { continue }
          (pointInCell[cell], pointInCell[other]) = (there, here)
          hasChanged = true
        }
      }
      guard hasChanged else { break }
    }
    for (cell, point) in pointInCell.enumerated() {
      if let point { cellOfPoint[point] = cell }
    }
  }

  /// Returns the neighbours to the right and below, with the diagonal ones.
  private func neighbours(after cell: Int) -> [Int] {
    let (column, row) = (cell % side, cell / side)
    return [(1, 0), (-1, 1), (0, 1), (1, 1)].compactMap { dx, dy in
      guard (0..<side).contains(column + dx), row + dy < side else { return nil }
      return cell + dy * side + dx
    }
  }

  /// Returns the squared distance of a point to a cell; an empty cell costs nothing.
  private func cost(of point: Int?, in cell: Int) -> Double {
    guard let point else { return 0 }
    return targets[point].squaredDistance(to: centre(of: cell))
  }

  /// Returns the centre of a cell, in cells.
  private func centre(of cell: Int) -> Point {
    Point(x: Double(cell % side), y: Double(cell / side))
  }
}
