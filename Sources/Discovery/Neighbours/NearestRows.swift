import Tensors

/// For every row of some features, the rows that are nearest to it.
public struct NearestRows: Sendable {
  /// How many neighbours a row has at most.
  public let count: Int
  /// The neighbours' row numbers, nearest first, `count` a row; -1 where a row has fewer.
  public let rows: [Int]
  /// Their squared Euclidean distances; infinite where a row has fewer.
  public let squaredDistances: [Double]

  /// Finds nearest rows exactly.
  ///
  /// Candidates come from matrix products in 32 bits, a few more than are asked for; their
  /// distances are then computed anew in 64 bits, so that rounding does not decide who is nearer.
  /// Of rows equally far, the one with the lower number comes first.
  ///
  /// - Parameters:
  ///   - count: how many neighbours every row gets.
  ///   - features: the rows.
  ///   - groups: for every row, the number of its group, such as its video: rows of the same group
  ///     are no neighbours. Without groups, only the row itself is none.
  ///   - threads: how many threads compute.
  ///   - progress: told after every block of rows how many rows are done.
  ///   - isCancelled: asked before every block of rows whether to stop.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows² × dimension) time; 64 MiB a copy of a block of distances.
  public init(
    _ count: Int, of features: Features, groups: [Int]? = nil, threads: Int = LibTorch.threads,
    progress: (_ rowsDone: Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws {
    let total = features.rows
    let groups = groups ?? Array(0..<total)
    precondition(groups.count == total, "every row needs a group")
    let width = min(count + Self.spare, total)
    self.count = count
    guard count > 0, width > 0 else {
      rows = []
      squaredDistances = []
      return
    }
    let centred = try CentredRows(features, threads: threads)
    let lengths = try Tensor(centred.squaredLengths.map(Float.init))
    let exclusion = try Exclusion(groups)
    var found: [Neighbour] = []
    found.reserveCapacity(total * count)
    try withoutGradients {
      try centred.forEachBlockOfProducts(with: centred.tensor) { block, products in
        if isCancelled() { throw CancellationError() }
        // ‖x‖² is the same for all candidates of a row, and so left out.
        try products.scale(by: -2)
        try products.add(lengths)
        try exclusion.apply(to: products, rows: block)
        let candidates = try products.lowest(width).positions.integers()
        found += Self.nearest(
          count, of: block, among: candidates, width: width, features: features, groups: groups,
          threads: threads)
        progress(block.upperBound)
      }
    }
    rows = found.map(\.row)
    squaredDistances = found.map(\.squaredDistance)
  }

  /// How many more candidates are looked at than neighbours were asked for.
  private static let spare = 8

  private struct Neighbour {
    var row: Int
    var squaredDistance: Double
  }

  private static func nearest(
    _ count: Int, of block: Range<Int>, among candidates: [Int], width: Int, features: Features,
    groups: [Int], threads: Int
  ) -> [Neighbour] {
    let none = Neighbour(row: -1, squaredDistance: .infinity)
    // Whole rows a piece.
    return filled(block.count * count, with: none, stretch: 16 * count, threads: threads) {
      range, neighbours in
      for offset in range.lowerBound / count..<range.upperBound / count {
        let row = block.lowerBound + offset
        let sorted = candidates[offset * width..<(offset + 1) * width]
          .filter { groups[$0] != groups[row] }
          .map { Neighbour(row: $0, squaredDistance: features.squaredDistance(row, $0)) }
          .sorted { ($0.squaredDistance, $0.row) < ($1.squaredDistance, $1.row) }
        for (rank, neighbour) in sorted.prefix(count).enumerated() {
          neighbours[offset * count + rank] = neighbour
        }
      }
    }
  }
}
