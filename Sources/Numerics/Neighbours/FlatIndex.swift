import Tensors

/// Rows without cells: a search compares a row with every one of them, as faiss's `IndexFlat` does.
///
/// Products in 32 bits find the candidates, a few more than are asked for. Their distances are then computed again in
/// 64 bits, which keeps rounding from deciding the order. Of equally near rows, the one with the lower number comes first.
struct FlatIndex {
  private let numbers: [Int]
  private let groups: [Int]
  private let centred: CentredRows
  private let vectors: Tensor
  private let squaredLengths: Tensor
  private let vectorGroups: Tensor

  /// Gathers rows for matrix products.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the rows to search among, at least one.
  ///   - groups: the group of every row of `centred`; a row is not found for a row of its own group.
  ///   - centred: all rows.
  /// - Throws: `TensorError`.
  init(_ numbers: [Int], groups: [Int], of centred: CentredRows) throws {
    (self.numbers, self.groups, self.centred) = (numbers, groups, centred)
    vectors = try centred.rows(numbers)
    squaredLengths = try Tensor(numbers.map { Float(centred.squaredLengths[$0]) })
      .moved(toDeviceOf: vectors)
    vectorGroups = try Tensor(indices: numbers.map { groups[$0] }).moved(toDeviceOf: vectors)
  }

  /// Finds the nearest rows of some rows.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours of every row.
  ///   - rows: the numbers of the rows whose neighbours are searched.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - progress: called after every block of rows with the number of finished rows.
  ///   - isCancelled: called before every block of rows; true stops the search.
  /// - Returns: `count` neighbours for each row.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows × indexed rows × dimension) time. Memory is bounded, as that of `Tensor.nearestRows`.
  func search(
    _ count: Int, for rows: [Int], threads: Int, progress: (_ rowsDone: Int) -> Void = { _ in },
    isCancelled: () -> Bool
  ) throws -> [NearestNeighbours.Neighbour] {
    var found: [NearestNeighbours.Neighbour] = []
    found.reserveCapacity(rows.count * count)
    let width = min(count + Self.spare, numbers.count)
    try withoutGradients {
      for start in stride(from: 0, to: rows.count, by: Self.queriesAtOnce) {
        if isCancelled() { throw CancellationError() }
        let queries = Array(rows[start..<min(start + Self.queriesAtOnce, rows.count)])
        let places = try centred.rows(queries).nearestRows(
          width, of: vectors, squaredLengths: squaredLengths,
          ownGroups: Tensor(indices: queries.map { groups[$0] }).moved(toDeviceOf: vectors),
          groups: vectorGroups
        ).integers()
        found += nearest(count, of: queries, among: places, threads: threads)
        progress(start + queries.count)
      }
    }
    return found
  }

  /// The queries between two chances to cancel: enough for sixteen threads, at 64 for each.
  private static let queriesAtOnce = 1024

  /// How many more candidates than neighbours get a distance in 64 bits.
  private static let spare = 8

  /// Sorts some rows' candidates by distances in 64 bits, and keeps the nearest.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours to keep for each row.
  ///   - queries: the rows.
  ///   - places: equally many candidates for each row, as places in ``numbers``, in any order; -1 if there is none.
  ///   - threads: the number of threads.
  /// - Returns: `count` neighbours for each row.
  private func nearest(
    _ count: Int, of queries: [Int], among places: [Int], threads: Int
  ) -> [NearestNeighbours.Neighbour] {
    let width = places.count / queries.count
    let (numbers, features) = (numbers, centred.features)
    // A stretch is a multiple of `count`: whole rows.
    return filled(queries.count * count, with: .none, stretch: 16 * count, threads: threads) {
      range, neighbours in
      for offset in range.lowerBound / count..<range.upperBound / count {
        let sorted = places[offset * width..<(offset + 1) * width].lazy
          .filter { $0 >= 0 }
          .map { place in
            let row = numbers[place]
            let distance = features.squaredDistance(queries[offset], row)
            return NearestNeighbours.Neighbour(row: row, squaredDistance: distance)
          }
          .sorted { ($0.squaredDistance, $0.row) < ($1.squaredDistance, $1.row) }
        for (rank, neighbour) in sorted.prefix(count).enumerated() {
          neighbours[offset * count + rank] = neighbour
        }
      }
    }
  }
}
