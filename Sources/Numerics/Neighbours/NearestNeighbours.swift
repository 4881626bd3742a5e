import Tensors

/// For every row of some features, the rows that are nearest to it.
package struct NearestNeighbours: Sendable {
  /// How many neighbours a row has at most.
  package let count: Int
  /// The neighbours' row numbers, nearest first, `count` a row; -1 where a row has fewer.
  package let rows: [Int]
  /// Their squared Euclidean distances; infinite where a row has fewer.
  package let squaredDistances: [Double]
  /// The share of the nearest rows that were found: 1 of an exact search, or as measured on a sample.
  package let recall: Double

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
  package init(
    _ count: Int, of features: Features, groups: [Int]? = nil, threads: Int = LibTorch.threads,
    progress: (_ rowsDone: Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws {
    let total = features.rows
    let groups = groups ?? Array(0..<total)
    precondition(groups.count == total, "every row needs a group")
    let width = min(count + Self.spare, total)
    guard count > 0, width > 0 else {
      self.init(count: count, [])
      return
    }
    let centred = try CentredRows(features, threads: threads)
    let lengths = try Tensor(centred.squaredLengths.map(Float.init))
    let exclusion = try Exclusion(groups)
    var found: [Neighbour] = []
    found.reserveCapacity(total * count)
    try withoutGradients {
      try centred.tensor.forEachBlockOfProducts(with: centred.tensor) { block, products in
        if isCancelled() { throw CancellationError() }
        // ‖x‖² is the same for all candidates of a row, and so left out.
        try products.scale(by: -2)
        try products.add(lengths)
        try exclusion.apply(to: products, rows: block)
        let candidates = try products.lowest(width).positions.integers()
        found += Self.nearest(
          count, of: Array(block), among: candidates, features: features,
          isExcluded: { groups[$0] == groups[$1] }, threads: threads)
        progress(block.upperBound)
      }
    }
    self.init(count: count, found)
  }

  /// How many more candidates are looked at than neighbours were asked for.
  static let spare = 8

  /// A row, and how far it is.
  struct Neighbour {
    var row: Int
    var squaredDistance: Double

    /// In the place of a neighbour that there is not.
    static let none = Neighbour(row: -1, squaredDistance: .infinity)
  }

  /// Puts neighbours that were found together, `count` a row.
  init(count: Int, _ found: [Neighbour], recall: Double = 1) {
    (self.count, self.recall) = (count, recall)
    rows = found.map(\.row)
    squaredDistances = found.map(\.squaredDistance)
  }

  /// The nearest of some candidates for each of some rows, by distances in 64 bits.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - block: the rows.
  ///   - candidates: as many rows for each of them, in any order.
  ///   - isExcluded: whether a row and a candidate are no neighbours.
  static func nearest(
    _ count: Int, of block: [Int], among candidates: [Int], features: Features,
    isExcluded: @Sendable (Int, Int) -> Bool, threads: Int
  ) -> [Neighbour] {
    let width = candidates.count / block.count
    // Whole rows a piece.
    return filled(block.count * count, with: .none, stretch: 16 * count, threads: threads) {
      range, neighbours in
      for offset in range.lowerBound / count..<range.upperBound / count {
        let row = block[offset]
        let sorted = candidates[offset * width..<(offset + 1) * width]
          .filter { !isExcluded(row, $0) }
          .map { Neighbour(row: $0, squaredDistance: features.squaredDistance(row, $0)) }
          .sorted { ($0.squaredDistance, $0.row) < ($1.squaredDistance, $1.row) }
        for (rank, neighbour) in sorted.prefix(count).enumerated() {
          neighbours[offset * count + rank] = neighbour
        }
      }
    }
  }
}
