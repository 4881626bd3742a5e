import Basics
import Tensors

extension NearestNeighbours {
  /// Finds nearly all nearest rows with an inverted-file index.
  ///
  /// This is for rows that are too many for an exact search. The index divides the rows into cells.
  /// A row's neighbours are searched in the cells nearest to its own, which are its probes. The
  /// number of probes is chosen on a sample of rows whose neighbours are all known: it is the
  /// smallest that reaches a recall of 0.99. If it is more than half of all cells, as it is for rows
  /// without structure, the search is exact. All distances are exact.
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
    let (probes, recall) = try index.chooseProbes(
      count, in: centred, seed: seed, threads: threads, isCancelled: isCancelled)
    guard probes <= index.cells.count / 2 else {
      try self.init(count, of: features, threads: threads, isCancelled: isCancelled)
      return
    }
    let numbers = Array(0..<features.rows)
    var found = [Neighbour](repeating: .none, count: features.rows * count)
    for (cell, members) in index.cells.enumerated() {
      let probed = try FlatIndex(
        index.rows(near: cell, probes: probes, least: count + 1), groups: numbers, of: centred)
      let nearest = try probed.search(
        count, for: members, threads: threads, isCancelled: isCancelled)
      for (place, row) in members.enumerated() {
        found.replaceSubrange(
          row * count..<(row + 1) * count, with: nearest[place * count..<(place + 1) * count])
      }
    }
    self.init(count: count, found, recall: recall)
  }
}

/// Rows divided into cells of rows that are near each other.
///
/// This is the inverted file of Jégou, Douze and Schmid (2011), without their quantisation.
private struct InvertedFileIndex {
  /// The rows of every cell, in rising order; no cell is empty.
  let cells: [[Int]]
  /// The cell of every row.
  private let cellOfRow: [Int]
  /// For every cell, all cells by the distance of their centres, the cell itself first.
  private let nearestCells: [[Int]]

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
    var members = [[Int]](repeating: [], count: count)
    for (row, cluster) in found.assignments.enumerated() { members[cluster].append(row) }
    let centres = found.centres
    // If rows are equal, some clusters are empty.
    let clusters = members.indices.filter { !members[$0].isEmpty }
    cells = clusters.map { members[$0] }
    var cellOfRow = [Int](repeating: 0, count: features.rows)
    for (cell, members) in cells.enumerated() {
      for row in members { cellOfRow[row] = cell }
    }
    self.cellOfRow = cellOfRow
    nearestCells = mapped(clusters, threads: threads) { cell, cluster in
      let distances = clusters.map { centres.squaredDistance(cluster, $0) }
      let others = clusters.indices.filter { $0 != cell }
      return [cell] + others.sorted { (distances[$0], $0) < (distances[$1], $1) }
    }
  }

  /// The iterations of K-means.
  ///
  /// Few are enough: the cells only need to be small, and need not be the best clusters.
  private static let iterations = 4

  /// Collects the rows of the cells nearest to one cell.
  ///
  /// - Parameters:
  ///   - cell: the cell.
  ///   - probes: the number of cells, the cell itself among them.
  ///   - least: the smallest number of rows; more cells are used if these have fewer.
  func rows(near cell: Int, probes: Int, least: Int) -> [Int] {
    var found: [Int] = []
    for (place, other) in nearestCells[cell].enumerated()
    where place < probes || found.count < least {
      found += cells[other]
    }
    return found
  }

  /// Chooses the number of probes on a sample of rows, whose neighbours an exact search finds.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours of a row.
  ///   - centred: all rows.
  ///   - seed: the seed of the sample.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - isCancelled: called before every block of rows; true stops the search.
  /// - Returns: the smallest number of probes that reaches the recall of ``leastRecall``, and the
  ///   recall that it reaches: the share of the sample's neighbours that these cells hold.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows × dimension) time.
  func chooseProbes(
    _ count: Int, in centred: CentredRows, seed: UInt64, threads: Int, isCancelled: () -> Bool
  ) throws -> (probes: Int, recall: Double) {
    let all = Array(0..<centred.features.rows)
    var generator = SeededGenerator(seed: seed, path: 1)
    let sample = Array(all.shuffled(using: &generator).prefix(Self.sampleSize))
    let neighbours = try FlatIndex(all, groups: all, of: centred).search(
      count, for: sample, threads: threads, isCancelled: isCancelled)
    // For every neighbour, the rank of its cell among the cells nearest to the row's.
    let ranks = neighbours.enumerated().filter { $1.row >= 0 }.compactMap { place, neighbour in
      nearestCells[cellOfRow[sample[place / count]]].firstIndex(of: cellOfRow[neighbour.row])
    }.sorted()
    let enough = max(1, Int((Double(ranks.count) * Self.leastRecall).rounded(.up)))
    let probes = ranks[enough - 1] + 1
    return (probes, Double(ranks.count { $0 < probes }) / Double(ranks.count))
  }

  private static let sampleSize = 256
  private static let leastRecall = 0.99
}
