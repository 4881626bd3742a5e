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
  /// Matrix products in 32 bits find the candidates, a few more than are asked for. Their distances
  /// are then computed again in 64 bits, which keeps rounding from deciding the order. Of equally
  /// near rows, the one with the lower number comes first.
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
  /// - Complexity: O(rows² × dimension) time; 64 MiB for each copy of a block of distances.
  public init(
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
      .moved(toDeviceOf: centred.tensor)
    let exclusion = try GroupExclusion(groups, on: centred.tensor)
    var found: [Neighbour] = []
    found.reserveCapacity(total * count)
    try withoutGradients {
      try centred.tensor.forEachBlockOfProducts(with: centred.tensor) { block, products in
        if isCancelled() { throw CancellationError() }
        // −2 x·y + ‖y‖² is the squared distance without ‖x‖², which a row's candidates share.
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

  /// How many more candidates than neighbours get a distance in 64 bits.
  static let spare = 8

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

  /// Sorts some rows' candidates by distances in 64 bits, and keeps the nearest.
  ///
  /// - Parameters:
  ///   - count: the number of neighbours to keep for each row.
  ///   - block: the rows.
  ///   - candidates: equally many candidates for each row, in any order.
  ///   - features: all rows.
  ///   - isExcluded: whether a row and a candidate are not neighbours.
  ///   - threads: the number of threads.
  /// - Returns: `count` neighbours for each row of the block.
  static func nearest(
    _ count: Int, of block: [Int], among candidates: [Int], features: Features,
    isExcluded: @Sendable (Int, Int) -> Bool, threads: Int
  ) -> [Neighbour] {
    let width = candidates.count / block.count
    // A stretch is a multiple of `count`: whole rows.
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

/// Excludes rows of the same group from a block of distances.
private struct GroupExclusion {
  /// Stretches of successive rows of one group; there are few, because groups mostly lie together.
  private let stretches: [Range<Int>]
  /// The stretches of every group.
  private let stretchesOfGroup: [Int: [Int]]
  private let groups: [Int]
  private let infinity: Tensor

  /// Finds the groups' stretches.
  ///
  /// - Parameters:
  ///   - groups: the group of every row.
  ///   - tensor: a tensor on the device of the distances.
  init(_ groups: [Int], on tensor: Tensor) throws {
    var stretches: [Range<Int>] = []
    var stretchesOfGroup: [Int: [Int]] = [:]
    for row in groups.indices where row == 0 || groups[row] != groups[row - 1] {
      let end = groups[row...].firstIndex { $0 != groups[row] } ?? groups.count
      stretchesOfGroup[groups[row], default: []].append(stretches.count)
      stretches.append(row..<end)
    }
    self.groups = groups
    self.stretches = stretches
    self.stretchesOfGroup = stretchesOfGroup
    infinity = try Tensor([Float.infinity], shape: [1, 1]).moved(toDeviceOf: tensor)
  }

  /// Makes the distances between rows of one group infinite.
  ///
  /// - Parameters:
  ///   - distances: block × all rows, changed in place.
  ///   - rows: the block's rows.
  func apply(to distances: Tensor, rows: Range<Int>) throws {
    for stretch in stretches where stretch.overlaps(rows) {
      let own = stretch.clamped(to: rows)
      let part = try distances.narrowed(start: own.lowerBound - rows.lowerBound, length: own.count)
      for other in stretchesOfGroup[groups[stretch.lowerBound]] ?? [] {
        let columns = stretches[other]
        try part.narrowed(dimension: 1, start: columns.lowerBound, length: columns.count)
          .add(infinity)
      }
    }
  }
}
