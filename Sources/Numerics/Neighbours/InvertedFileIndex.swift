import Basics
import Tensors

extension NearestNeighbours {
  /// Finds nearly all nearest rows with an index, for rows too many for an exact search.
  ///
  /// The index divides the rows into cells (``InvertedFileIndex``). A row's neighbours are searched
  /// in the cells nearest to its own. The number of searched cells is chosen on a sample of rows
  /// whose neighbours are all known: it is the smallest that holds 99 % of them. If it is more than
  /// half of all cells, as it is for rows without structure, the search is exact. All distances
  /// are exact.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours of every row; a row is not its own neighbour.
  ///   - features: the rows.
  ///   - seed: the seed of the cells and of the sample.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - isCancelled: called before every block of rows; true stops the search.
  /// - Throws: ``NumericsError``, `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows^1.5 × dimension) time if the search is not exact.
  public init(
    indexed count: Int, of features: Features, seed: UInt64, threads: Int = LibTorch.threads,
    isCancelled: () -> Bool = { false }
  ) throws {
    guard count > 0, features.rows > 1 else {
      try self.init(count, of: features, threads: threads)
      return
    }
    let index = try InvertedFileIndex(features, seed: seed, threads: threads)
    let centred = try CentredRows(features, threads: threads)
    let sample = try IndexSample(
      count, of: centred, index: index, seed: seed, threads: threads, isCancelled: isCancelled)
    guard sample.cellsNeeded <= index.rows.count / 2 else {
      try self.init(count, of: features, threads: threads, isCancelled: isCancelled)
      return
    }
    var found = [Neighbour](repeating: .none, count: features.rows * count)
    for (cell, members) in index.rows.enumerated() {
      let candidates = try CandidateRows(
        index.rows(near: cell, cells: sample.cellsNeeded, least: count + 1), of: centred)
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

/// Rows divided into cells of rows that are near each other.
///
/// This is the inverted file of Jégou, Douze and Schmid (2011), without their quantisation.
private struct InvertedFileIndex {
  /// The rows of every cell, in rising order; no cell is empty.
  let rows: [[Int]]
  /// The cell of every row.
  let cellOfRow: [Int]
  /// For every cell, all cells by the distance of their centres, the cell itself first.
  let nearest: [[Int]]

  /// Divides rows with K-means into √rows cells.
  ///
  /// - Parameters:
  ///   - features: at least one row.
  ///   - seed: the seed of the cells. They are a function of the rows, the seed, and LibTorch's
  ///     number of threads.
  ///   - threads: the number of threads for what LibTorch does not compute.
  /// - Throws: ``NumericsError`` or `TensorError`.
  /// - Complexity: O(rows^1.5 × dimension) time.
  init(_ features: Features, seed: UInt64, threads: Int) throws {
    let count = Int(Double(features.rows).squareRoot())
    var generator = SeededGenerator(seed: seed, path: 0)
    let chosen = (0..<features.rows).shuffled(using: &generator).prefix(count)
    let kMeans = KMeans(clusters: count, starts: 1, iterationLimit: Self.iterations, seed: seed)
    let found = try kMeans.cluster(
      features,
      from: Features(
        rows: count, dimension: features.dimension, values: chosen.flatMap { features[$0] }),
      threads: threads)
    var rows = [[Int]](repeating: [], count: count)
    for (row, cell) in found.assignments.enumerated() { rows[cell].append(row) }
    let centres = found.centres
    // If rows are equal, some cells are empty.
    let numbers = rows.indices.filter { !rows[$0].isEmpty }
    self.rows = numbers.map { rows[$0] }
    var cellOfRow = [Int](repeating: 0, count: features.rows)
    for (cell, members) in self.rows.enumerated() {
      for row in members { cellOfRow[row] = cell }
    }
    self.cellOfRow = cellOfRow
    nearest = mapped(numbers, threads: threads) { cell, number in
      let distances = numbers.map { centres.squaredDistance(number, $0) }
      let others = numbers.indices.filter { $0 != cell }
      return [cell] + others.sorted { (distances[$0], $0) < (distances[$1], $1) }
    }
  }

  /// Collects the rows of the cells nearest to one cell.
  ///
  /// - Parameters:
  ///   - cell: the cell.
  ///   - cells: the number of cells, the cell itself among them.
  ///   - least: the smallest number of rows; more cells are used if these have fewer.
  func rows(near cell: Int, cells: Int, least: Int) -> [Int] {
    var found: [Int] = []
    for (place, other) in nearest[cell].enumerated() where place < cells || found.count < least {
      found += rows[other]
    }
    return found
  }

  /// The iterations of K-means.
  ///
  /// Few are enough: the cells only need to be small, and need not be the best clusters.
  private static let iterations = 4
}

/// The number of cells to search, learned from a sample of rows whose neighbours are all known.
private struct IndexSample {
  /// The number of nearest cells that hold ``share`` of the sample's neighbours.
  let cellsNeeded: Int
  /// The share of the sample's neighbours that these cells hold.
  let recall: Double

  /// Finds the sample's neighbours among all rows.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours of a row.
  ///   - centred: all rows.
  ///   - index: the rows' cells.
  ///   - seed: the seed of the sample.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - isCancelled: called before every block of rows; true stops the search.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows × dimension) time.
  init(
    _ count: Int, of centred: CentredRows, index: InvertedFileIndex, seed: UInt64, threads: Int,
    isCancelled: () -> Bool
  ) throws {
    let all = Array(0..<centred.features.rows)
    var generator = SeededGenerator(seed: seed, path: 1)
    let rows = Array(all.shuffled(using: &generator).prefix(Self.size))
    let neighbours = try CandidateRows(all, of: centred).neighbours(
      count, of: rows, threads: threads, isCancelled: isCancelled)
    // For every neighbour, the rank of its cell among the cells nearest to the row's.
    let ranks = neighbours.enumerated().filter { $1.row >= 0 }.compactMap { place, neighbour in
      index.nearest[index.cellOfRow[rows[place / count]]]
        .firstIndex(of: index.cellOfRow[neighbour.row])
    }.sorted()
    let enough = max(1, Int((Double(ranks.count) * Self.share).rounded(.up)))
    let cellsNeeded = ranks[enough - 1] + 1
    self.cellsNeeded = cellsNeeded
    recall = Double(ranks.count { $0 < cellsNeeded }) / Double(ranks.count)
  }

  private static let size = 256
  private static let share = 0.99
}

/// The candidates for the neighbours of some rows, ready for matrix products.
private struct CandidateRows {
  private let numbers: [Int]
  private let centred: CentredRows
  private let candidates: Tensor
  private let lengths: Tensor

  /// Gathers candidates.
  ///
  /// - Parameters:
  ///   - numbers: the candidates' row numbers, at least one.
  ///   - centred: all rows.
  /// - Throws: `TensorError`.
  init(_ numbers: [Int], of centred: CentredRows) throws {
    (self.numbers, self.centred) = (numbers, centred)
    candidates = try centred.tensor.rows(numbers)
    lengths = try Tensor(numbers.map { Float(centred.squaredLengths[$0]) })
  }

  /// Finds the nearest candidates of some rows; the search among the candidates is exact.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours of every row; a row is not its own neighbour.
  ///   - rows: the rows' numbers.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - isCancelled: called before every block of rows; true stops the search.
  /// - Returns: `count` neighbours for each row.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows × candidates × dimension) time; 64 MiB for each copy of a block of
  ///   distances.
  func neighbours(
    _ count: Int, of rows: [Int], threads: Int, isCancelled: () -> Bool
  ) throws -> [NearestNeighbours.Neighbour] {
    // One more than in the exact search among all, which excludes the row itself before.
    let width = min(count + NearestNeighbours.spare + 1, numbers.count)
    var found: [NearestNeighbours.Neighbour] = []
    found.reserveCapacity(rows.count * count)
    try withoutGradients {
      let own = try centred.tensor.rows(rows)
      try own.forEachBlockOfProducts(with: candidates) { block, products in
        if isCancelled() { throw CancellationError() }
        // −2 x·y + ‖y‖² is the squared distance without ‖x‖², which a row's candidates share.
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
