import Tensors

extension NearestNeighbours {
  /// Finds nearly all nearest rows by an index, where finding all would take too long.
  ///
  /// Rows are divided into cells, and a row's neighbours looked for in those nearest to its own: in as
  /// many as hold 99 % of the nearest rows of a sample, for which all are found. Where that is more than
  /// half of the cells, as of rows without any structure, the search is exact. What is found has its
  /// exact distance.
  ///
  /// - Parameters:
  ///   - count: how many neighbours every row gets; the row itself is none.
  ///   - features: the rows.
  ///   - seed: what the index and the sample are a function of, beside the rows.
  ///   - threads: how many threads compute.
  ///   - isCancelled: asked now and then whether to stop.
  /// - Throws: ``NumericsError``, `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows^1.5 × dimension) time where the search is not exact.
  package init(
    indexed count: Int, of features: Features, seed: UInt64, threads: Int = LibTorch.threads,
    isCancelled: () -> Bool = { false }
  ) throws {
    guard count > 0, features.rows > 1 else {
      try self.init(count, of: features, threads: threads)
      return
    }
    let cells = try RowCells(features, seed: seed, threads: threads)
    let centred = try CentredRows(features, threads: threads)
    let sample = try IndexSample(
      count, of: centred, cells: cells, seed: seed, threads: threads, isCancelled: isCancelled)
    guard sample.cellsNeeded <= cells.rows.count / 2 else {
      try self.init(count, of: features, threads: threads, isCancelled: isCancelled)
      return
    }
    var found = [Neighbour](repeating: .none, count: features.rows * count)
    for (cell, members) in cells.rows.enumerated() {
      let candidates = try CandidateRows(
        cells.rows(near: cell, cells: sample.cellsNeeded, least: count + 1), of: centred)
      let nearest = try candidates.neighbours(
        count, of: members, threads: threads, isCancelled: isCancelled)
      for (place, row) in members.enumerated() {
        found.replaceSubrange(
          row * count..<(row + 1) * count, with: nearest[place * count..<(place + 1) * count])
      }
    }
    self.init(count: count, found, recall: sample.recall)
  }
}
