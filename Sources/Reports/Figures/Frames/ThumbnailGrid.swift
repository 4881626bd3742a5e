import Evaluation

/// Gives every point of a map a cell of a grid to itself, near where the point lies.
///
/// First every point takes the free cell that is nearest to it, those in the middle of their cluster
/// before those at its rim, so that clusters grow outwards. Then neighbouring cells exchange what
/// they hold as long as that brings the points nearer to their own places (squared distances, summed).
/// Nothing is drawn at random: the same map gives the same grid.
package struct ThumbnailGrid {
  /// How many cells the grid, a square, has in each direction.
  package let side: Int
  /// For every point, its cell, row by row from the top left.
  package private(set) var cellOfPoint: [Int]

  /// Cells a point: what is left over keeps the gaps between groups.
  static let cellsPerPoint = 1.4
  /// How much of the grid the map spans before groups grow.
  private static let wishedShare = 0.88

  /// Where the points would lie if cells could be shared, in cells.
  package let wishes: [Point]

  /// Arranges points.
  ///
  /// - Parameter frames: the places, all finite, and the clusters.
  /// - Complexity: O(N √N) for points that are spread out, O(N²) if all lie in one place; the exchange
  ///   is O(cells) a round, with at most 60 rounds.
  package init(_ frames: [FramesTable.Row]) {
    let (xs, ys) = (frames.map(\.x), frames.map(\.y))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
    let (bottom, top) = (ys.min() ?? 0, ys.max() ?? 0)
    // Halved first: the difference of two finite numbers may not be finite.
    let (width, height) = (right / 2 - left / 2, top / 2 - bottom / 2)
    let side = Int((Self.cellsPerPoint * Double(frames.count)).squareRoot().rounded(.up))
    self.side = side
    // Groups at the map's rim grow too, so the rim is not the grid's.
    let room = Double(side - 1)
    wishes = zip(xs, ys).map { x, y in
      Point(
        x: room * (0.5 + Self.wishedShare * (width > 0 ? (x / 2 - left / 2) / width - 0.5 : 0)),
        y: room * (0.5 + Self.wishedShare * (height > 0 ? (top / 2 - y / 2) / height - 0.5 : 0)))
    }
    cellOfPoint = []
    takeNearestFreeCells(in: Self.fromTheMiddle(wishes, clusters: frames.map(\.cluster)))
    exchangeNeighbours(rounds: 60)
  }

  /// The points in the order of their distance from their cluster's mean.
  private static func fromTheMiddle(_ wishes: [Point], clusters: [Int]) -> [Int] {
    var sums: [Int: (x: Double, y: Double, count: Double)] = [:]
    for (wish, cluster) in zip(wishes, clusters) {
      let sum = sums[cluster] ?? (0, 0, 0)
      sums[cluster] = (sum.x + wish.x, sum.y + wish.y, sum.count + 1)
    }
    let distances = zip(wishes, clusters).map { wish, cluster in
      let sum = sums[cluster] ?? (wish.x, wish.y, 1)
      return wish.squaredDistance(to: Point(x: sum.x / sum.count, y: sum.y / sum.count))
    }
    return wishes.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
  }

  private mutating func takeNearestFreeCells(in order: [Int]) {
    var isTaken = Array(repeating: false, count: side * side)
    // Cells are never given back, so a search that starts where one has started before need not look
    // at the rings that were full then.
    var firstOpenRing = Array(repeating: 0, count: side * side)
    cellOfPoint = Array(repeating: 0, count: wishes.count)
    for point in order {
      let wish = wishes[point]
      let (column, row) = (Int(wish.x.rounded()), Int(wish.y.rounded()))
      let start = row * side + column
      var best: (cell: Int, distance: Double)?
      var ring = firstOpenRing[start]
      // A ring's cells are at least `ring - 1/√2` away, for a wish off its own cell's centre.
      while best.map({ Double(ring) - 0.71 < $0.distance }) ?? true {
        for cell in self.ring(ring, column: column, row: row) where !isTaken[cell] {
          let distance = wish.distance(to: centre(of: cell))
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

  /// The cells that are `ring` steps away, diagonal ones included, and on the grid.
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

  /// The neighbours to the right and below, diagonal ones included.
  private func neighbours(after cell: Int) -> [Int] {
    let (column, row) = (cell % side, cell / side)
    return [(1, 0), (-1, 1), (0, 1), (1, 1)].compactMap { dx, dy in
      guard (0..<side).contains(column + dx), row + dy < side else { return nil }
      return cell + dy * side + dx
    }
  }

  private func cost(of point: Int?, in cell: Int) -> Double {
    guard let point else { return 0 }
    return wishes[point].squaredDistance(to: centre(of: cell))
  }

  private func centre(of cell: Int) -> Point {
    Point(x: Double(cell % side), y: Double(cell / side))
  }
}
