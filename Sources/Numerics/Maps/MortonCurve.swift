/// Points in the order of the Z-shaped curve that visits every quarter of a square before the next.
struct MortonCurve {
  /// How often the square is halved both ways: a cell is a millionth of the map wide.
  static let levels = 20

  /// For every point along the curve, its number.
  let order: [Int]
  /// The points' codes, rising: the bits of x and y by turns.
  let codes: [UInt64]
  /// The side of the square that holds all points.
  let side: Double

  /// Sorts points, of which there are fewer than 2^24.
  ///
  /// - Complexity: O(points).
  init(_ points: [SIMD2<Float>]) {
    precondition(points.count < 1 << Self.indexBits, "a map of sixteen million points or more")
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
    // Code and number share 64 bits, so that one sort moves both.
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

  /// Puts a zero between every two of the lowest 32 bits.
  private static func spread(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
    bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
    bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333
    return (bits | bits << 1) & 0x5555_5555_5555_5555
  }

  /// Sorts by code, ten bits at a time; equal codes keep the order of their numbers.
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
