/// The rows of a map in an order in which neighbours lie together in memory.
///
/// The attraction of a hundred thousand rows reads thirteen million positions an iteration. They come from near memory if most
/// of a row's neighbours are near the row there too.
struct RowsInOrder {
  /// The positions, in this order.
  var positions: [SIMD2<Float>]
  /// The affinities, in this order.
  private(set) var affinities: Affinities
  /// For every row in this order, its number.
  private var numbers: [Int]

  /// Takes rows in the order of their numbers.
  init(positions: [SIMD2<Float>], affinities: Affinities) {
    (self.positions, self.affinities) = (positions, affinities)
    numbers = Array(positions.indices)
  }

  /// Sorts the rows along a Morton curve through their present positions.
  mutating func sort() {
    let codes = MortonCurve(through: positions).codes(of: positions)
    let order = codes.indices.sorted { (codes[$0], $0) < (codes[$1], $1) }
    affinities = affinities.reordered(order)
    positions = order.map { positions[$0] }
    numbers = order.map { numbers[$0] }
  }

  /// The positions in the order of the rows' numbers.
  func positionsOfRows() -> [SIMD2<Float>] {
    var found = positions
    for (place, number) in numbers.enumerated() { found[number] = positions[place] }
    return found
  }
}

/// A curve through square cells of the plane that visits all cells of a larger one before it leaves it (Morton 1966).
private struct MortonCurve {
  private let lower: SIMD2<Float>
  private let scale: Float

  /// Puts a curve of 2^16 × 2^16 cells over positions.
  init(through positions: [SIMD2<Float>]) {
    let first = positions.first ?? .zero
    let low = positions.reduce(first) { pointwiseMin($0, $1) }
    let high = positions.reduce(first) { pointwiseMax($0, $1) }
    lower = low
    let side = (high - low).max()
    scale = side > 0 ? 65_535 / side : 0
  }

  /// The place of each position's cell on the curve.
  func codes(of positions: [SIMD2<Float>]) -> [UInt32] {
    positions.map { position in
      let place = (position - lower) * scale
      return Self.spread(Self.cell(place.x)) << 1 | Self.spread(Self.cell(place.y))
    }
  }

  private static func cell(_ place: Float) -> UInt32 {
    place.isFinite ? UInt32(place.rounded(.down)) & 0xffff : 0
  }

  /// Puts a 0 above each of the lower sixteen bits.
  private static func spread(_ number: UInt32) -> UInt32 {
    var bits = number
    bits = (bits | bits << 8) & 0x00ff_00ff
    bits = (bits | bits << 4) & 0x0f0f_0f0f
    bits = (bits | bits << 2) & 0x3333_3333
    return (bits | bits << 1) & 0x5555_5555
  }
}
