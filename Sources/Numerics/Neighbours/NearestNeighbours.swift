import Tensors

/// The nearest rows of every row of some features.
public struct NearestNeighbours: Sendable {
  /// The largest number of neighbours of a row.
  public let count: Int
  /// The neighbours' row numbers, nearest first, `count` for each row; -1 if a row has fewer.
  public let rows: [Int]
  /// The neighbours' squared Euclidean distances; infinite if a row has fewer.
  public let squaredDistances: [Double]
  /// The share of the nearest rows that were found: 1 for an exact search, else as measured on a
  /// sample.
  public let recall: Double

  /// Finds all nearest rows.
  ///
  /// Of equally near rows, the one with the lower number comes first.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours of every row.
  ///   - features: the rows.
  ///   - groups: the number of every row's group; rows of one group are not neighbours. If left out,
  ///     only the row itself is not its neighbour.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - progress: called after every block of rows with the number of finished rows.
  ///   - isCancelled: called before every block of rows; true stops the search.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: O(rows² × dimension) time.
  public init(
    _ count: Int, of features: Features, groups: [Int]? = nil, threads: Int = LibTorch.threads,
    progress: (_ rowsDone: Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws {
    let total = features.rows
    let groups = groups ?? Array(0..<total)
    precondition(groups.count == total, "every row needs a group")
    guard count > 0, total > 0 else {
      self.init(count: count, [])
      return
    }
    let all = Array(0..<total)
    let index = try FlatIndex(
      all, groups: groups, of: CentredRows(features, threads: threads))
    let found = try index.search(
      count, for: all, threads: threads, progress: progress, isCancelled: isCancelled)
    self.init(count: count, found)
  }

  /// A neighbour and its distance.
  struct Neighbour {
    var row: Int
    var squaredDistance: Double

    /// A missing neighbour.
    static let none = Neighbour(row: -1, squaredDistance: .infinity)
  }

  /// Collects neighbours, `count` for each row.
  init(count: Int, _ found: [Neighbour], recall: Double = 1) {
    (self.count, self.recall) = (count, recall)
    rows = found.map(\.row)
    squaredDistances = found.map(\.squaredDistance)
  }
}
