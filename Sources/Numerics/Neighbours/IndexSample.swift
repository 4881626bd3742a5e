import Basics

/// How far from a row's cell its neighbours are, learned from a sample of rows whose neighbours are all
/// known.
struct IndexSample {
  /// In how many of the nearest cells enough neighbours are.
  let cellsNeeded: Int
  /// The share of neighbours that are in those.
  let recall: Double

  /// Finds the sample's neighbours among all rows.
  ///
  /// - Parameters:
  ///   - count: how many neighbours a row has.
  ///   - centred: all rows.
  ///   - cells: their index.
  ///   - seed: which rows are the sample.
  ///   - threads: how many threads compute.
  ///   - isCancelled: asked now and then whether to stop.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows × dimension) time.
  init(
    _ count: Int, of centred: CentredRows, cells: RowCells, seed: UInt64, threads: Int,
    isCancelled: () -> Bool
  ) throws {
    let all = Array(0..<centred.features.rows)
    var generator = SeededGenerator(seed: seed, path: 1)
    let rows = Array(all.shuffled(using: &generator).prefix(Self.size))
    let neighbours = try CandidateRows(all, of: centred).neighbours(
      count, of: rows, threads: threads, isCancelled: isCancelled)
    // The place of every neighbour's cell among those near to the row's.
    let places = neighbours.enumerated().filter { $1.row >= 0 }.compactMap { index, neighbour in
      cells.nearest[cells.cellOfRow[rows[index / count]]]
        .firstIndex(of: cells.cellOfRow[neighbour.row])
    }.sorted()
    let enough = max(1, Int((Double(places.count) * Self.share).rounded(.up)))
    let cellsNeeded = places[enough - 1] + 1
    self.cellsNeeded = cellsNeeded
    recall = Double(places.count { $0 < cellsNeeded }) / Double(places.count)
  }

  private static let size = 256
  private static let share = 0.99
}
