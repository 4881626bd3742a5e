import Basics
import Tensors

/// An index of rows: cells of rows that lie together, and which cells lie near which.
///
/// The inverted file of Jégou, Douze and Schmid (2011), without their quantisation.
struct RowCells {
  /// The rows of every cell, rising; no cell is empty.
  let rows: [[Int]]
  /// The cell of every row.
  let cellOfRow: [Int]
  /// For every cell all cells, by the distance of their centres, itself first.
  let nearest: [[Int]]

  /// Divides rows into about as many cells as a cell gets rows.
  ///
  /// - Parameters:
  ///   - features: at least one row.
  ///   - seed: what the cells are a function of, beside the rows (and LibTorch's number of threads).
  ///   - threads: how many threads compute.
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
    // Where rows are equal, some cells get none.
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

  /// The rows of the cells nearest to one, its own among them.
  ///
  /// - Parameters:
  ///   - cell: which one.
  ///   - cells: how many cells' rows.
  ///   - least: more cells' than that where they have fewer rows.
  func rows(near cell: Int, cells: Int, least: Int) -> [Int] {
    var found: [Int] = []
    for (place, other) in nearest[cell].enumerated() where place < cells || found.count < least {
      found += rows[other]
    }
    return found
  }

  /// Few: cells need not be the best clusters, only small, and their rows near to each other.
  private static let iterations = 4
}
