/// Points of the plane in cells that are halved both ways until they hold few.
///
/// Nodes lie in one array in the order of a walk from the root, each with the place at which the
/// walk goes on when the cell is not entered. Points are sorted along the Morton curve, so that
/// every cell's points are neighbours in memory.
struct QuadTree: Sendable {
  struct Node {
    /// The mean of the cell's points.
    var x: Float
    var y: Float
    /// How many there are.
    var count: Float
    /// The cell's side squared; 0 for points that no cell tells apart.
    var squaredWidth: Float
    /// The first node that is not in this cell.
    var end: Int32
    /// The cell's first point if it is not divided, else -1.
    var firstPoint: Int32
  }

  private(set) var nodes: [Node] = []
  /// The points along the curve.
  let positions: [SIMD2<Float>]
  /// For every point along the curve, its number in the map.
  let order: [Int]

  private let codes: [UInt64]
  private let side: Double

  /// Sorts points into cells.
  ///
  /// - Complexity: O(points × log points).
  init(_ points: [SIMD2<Float>]) {
    let curve = MortonCurve(points)
    order = curve.order
    codes = curve.codes
    side = curve.side
    positions = curve.order.map { points[$0] }
    nodes.reserveCapacity(points.count)
    if !points.isEmpty { _ = divide(0..<points.count) }
  }

  /// Cells with no more points than this are not divided.
  private static let leafSize = 4

  /// Adds the smallest cell that holds some points, and the cells in it.
  ///
  /// - Returns: the sum of the points.
  private mutating func divide(_ range: Range<Int>) -> SIMD2<Double> {
    // The highest bit in which codes differ tells how small a cell still holds all of them.
    let difference = codes[range.lowerBound] ^ codes[range.upperBound - 1]
    let levels = (UInt64.bitWidth - difference.leadingZeroBitCount + 1) / 2
    let width =
      difference == 0 ? 0 : side * Double(1 << levels) / Double(1 << MortonCurve.levels)
    let isLeaf = range.count <= Self.leafSize || difference == 0
    let index = nodes.count
    nodes.append(
      Node(
        x: 0, y: 0, count: Float(range.count), squaredWidth: Float(width * width), end: 0,
        firstPoint: isLeaf ? Int32(range.lowerBound) : -1))
    var sum = SIMD2<Double>.zero
    if isLeaf {
      for point in range { sum += SIMD2<Double>(positions[point]) }
    } else {
      var start = range.lowerBound
      while start < range.upperBound {
        let quarter = codes[start] >> UInt64(2 * levels - 2)
        var end = start + 1
        while end < range.upperBound, codes[end] >> UInt64(2 * levels - 2) == quarter { end += 1 }
        sum += divide(start..<end)
        start = end
      }
    }
    let mean = sum / Double(range.count)
    nodes[index].x = Float(mean.x)
    nodes[index].y = Float(mean.y)
    nodes[index].end = Int32(nodes.count)
    return sum
  }
}
