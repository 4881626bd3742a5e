/// A quadtree: points of the plane in square cells that are divided into four until they hold few.
///
/// The nodes lie in one array, in the order of a walk from the root. Each node knows the node at
/// which the walk continues if its cell is skipped. The points are sorted along the Morton curve,
/// so the points of a cell are neighbours in memory.
struct QuadTree: Sendable {
  /// A cell.
  struct Node {
    /// The mean of the cell's points.
    var x: Float
    var y: Float
    /// The number of the cell's points.
    var count: Float
    /// The square of the cell's side; 0 for points that are too near each other to be separated.
    var squaredWidth: Float
    /// The first node that is not in this cell.
    var end: Int32
    /// The cell's first point if the cell is not divided, else -1.
    var firstPoint: Int32
  }

  private(set) var nodes: [Node] = []
  /// The points along the curve.
  let positions: [SIMD2<Float>]
  /// For every point along the curve, its row.
  let order: [Int]

  private let codes: [UInt64]
  private let side: Double

  /// Divides points into cells.
  ///
  /// - Parameter points: fewer than 2^24 points.
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

  /// The largest number of points of a cell that is not divided.
  private static let leafSize = 4

  /// Appends the smallest cell that holds some points, and the cells inside it.
  ///
  /// - Parameter range: the points, along the curve.
  /// - Returns: the sum of the points.
  private mutating func divide(_ range: Range<Int>) -> SIMD2<Double> {
    // The highest bit in which the codes differ gives the smallest cell that holds all of them.
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

/// A point, or all points of a cell as one point at their mean.
struct Mass {
  var x: Float
  var y: Float
  /// The number of points.
  var count: Float
}

extension QuadTree {
  /// Lists the masses that repel a group of points: near points one by one, far points by the cell.
  ///
  /// - Parameters:
  ///   - group: the points, along the curve.
  ///   - squaredTheta: the largest square of width over distance at which a cell counts as one point.
  ///   - masses: the list, which is replaced.
  /// - Complexity: O(log points) for theta above 0.
  func collectMasses(for group: Range<Int>, squaredTheta: Float, into masses: inout [Mass]) {
    var low = positions[group.lowerBound]
    var high = low
    for point in group {
      low = pointwiseMin(low, positions[point])
      high = pointwiseMax(high, positions[point])
    }
    masses.removeAll(keepingCapacity: true)
    nodes.withUnsafeBufferPointer { nodes in
      var index = 0
      while index < nodes.count {
        let node = nodes[index]
        let distanceX = max(low.x - node.x, node.x - high.x, 0)
        let distanceY = max(low.y - node.y, node.y - high.y, 0)
        let squaredDistance = distanceX * distanceX + distanceY * distanceY
        if node.squaredWidth <= squaredTheta * squaredDistance {
          masses.append(Mass(x: node.x, y: node.y, count: node.count))
          index = Int(node.end)
        } else if node.firstPoint >= 0 {
          let first = Int(node.firstPoint)
          for point in first..<first + Int(node.count) {
            masses.append(Mass(x: positions[point].x, y: positions[point].y, count: 1))
          }
          index = Int(node.end)
        } else {
          index += 1
        }
      }
    }
  }
}

/// Points in the order of the Morton (Z-order) curve.
///
/// The curve visits all points of a quarter of a square before those of the next quarter.
private struct MortonCurve {
  /// How often the square is divided into four: the smallest cell is a millionth of its width.
  static let levels = 20

  /// For every point along the curve, its number before sorting.
  let order: [Int]
  /// The points' codes in rising order: the bits of x and y, interleaved.
  let codes: [UInt64]
  /// The side of the square that holds all points.
  let side: Double

  /// Sorts points along the curve.
  ///
  /// - Parameter points: fewer than 2^24 points.
  /// - Complexity: O(points).
  init(_ points: [SIMD2<Float>]) {
    precondition(points.count < 1 << Self.indexBits, "fewer than 2^24 points can be sorted")
    var low = SIMD2<Float>(repeating: .infinity)
    var high = -low
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    let extent = points.isEmpty ? 0 : Double((high - low).max())
    let cells = Double(1 << Self.levels)
    let scale = extent > 0 ? (cells - 1) / extent : 0
    side = extent > 0 ? extent * cells / (cells - 1) : 0
    // Code and number share 64 bits, and one sort moves both.
    var keys = points.indices.map { index in
      let cell = SIMD2<Double>(points[index] - low) * scale
      let code = Self.spread(UInt64(cell.x)) | Self.spread(UInt64(cell.y)) << 1
      return code << UInt64(Self.indexBits) | UInt64(index)
    }
    Self.sort(&keys)
    order = keys.map { Int($0 & (1 << UInt64(Self.indexBits) - 1)) }
    codes = keys.map { $0 >> UInt64(Self.indexBits) }
  }

  private static let indexBits = 24

  /// Inserts a zero between every two of the lowest 32 bits.
  private static func spread(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
    bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
    bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333
    return (bits | bits << 1) & 0x5555_5555_5555_5555
  }

  /// Sorts by code with a radix sort of ten bits; equal codes keep the order of their numbers.
  private static func sort(_ keys: inout [UInt64]) {
    var other = keys
    for shift in stride(from: indexBits, to: 64, by: 10) {
      var starts = [Int](repeating: 0, count: 1025)
      for key in keys { starts[Int(key >> UInt64(shift) & 1023) + 1] += 1 }
      for digit in 0..<1024 { starts[digit + 1] += starts[digit] }
      for key in keys {
        let digit = Int(key >> UInt64(shift) & 1023)
        other[starts[digit]] = key
        starts[digit] += 1
      }
      swap(&keys, &other)
    }
  }
}
