import Tensors

/// The rows that may be neighbours of some others, ready for matrix products.
struct CandidateRows {
  private let numbers: [Int]
  private let centred: CentredRows
  private let candidates: Tensor
  private let lengths: Tensor

  /// Gathers rows.
  ///
  /// - Parameters:
  ///   - numbers: which ones, at least one.
  ///   - centred: all rows.
  /// - Throws: `TensorError`.
  init(_ numbers: [Int], of centred: CentredRows) throws {
    (self.numbers, self.centred) = (numbers, centred)
    candidates = try centred.tensor.rows(numbers)
    lengths = try Tensor(numbers.map { Float(centred.squaredLengths[$0]) })
  }

  /// Finds the nearest candidates of some rows, other than themselves; exact among these candidates.
  ///
  /// - Parameters:
  ///   - count: how many neighbours every row gets.
  ///   - rows: which ones.
  ///   - threads: how many threads compute what LibTorch does not.
  ///   - isCancelled: asked before every block of rows whether to stop.
  /// - Returns: `count` a row.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows × candidates × dimension) time; 64 MiB a copy of a block of distances.
  func neighbours(
    _ count: Int, of rows: [Int], threads: Int, isCancelled: () -> Bool
  ) throws -> [NearestNeighbours.Neighbour] {
    // One more than in a search among all, which leaves the row itself out.
    let width = min(count + NearestNeighbours.spare + 1, numbers.count)
    var found: [NearestNeighbours.Neighbour] = []
    found.reserveCapacity(rows.count * count)
    try withoutGradients {
      let own = try centred.tensor.rows(rows)
      try own.forEachBlockOfProducts(with: candidates) { block, products in
        if isCancelled() { throw CancellationError() }
        // ‖x‖² is the same for all candidates of a row, and so left out.
        try products.scale(by: -2)
        try products.add(lengths)
        let places = try products.lowest(width).positions.integers()
        found += NearestNeighbours.nearest(
          count, of: Array(rows[block]), among: places.map { numbers[$0] },
          features: centred.features, isExcluded: ==, threads: threads)
      }
    }
    return found
  }
}
