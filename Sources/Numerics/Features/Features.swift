import Basics

/// A matrix of features: a vector of 32-bit floats for each row.
public struct Features: Equatable, Sendable {
  /// The number of vectors.
  public let rows: Int
  /// The number of floats in a vector.
  public let dimension: Int
  /// All floats, row by row.
  public let values: [Float]

  /// Makes a matrix of features.
  ///
  /// - Parameters:
  ///   - rows: the number of vectors.
  ///   - dimension: the number of floats in a vector.
  ///   - values: rows × dimension floats, row by row.
  public init(rows: Int, dimension: Int, values: [Float]) {
    precondition(values.count == rows * dimension, "features must fill their rows")
    self.rows = rows
    self.dimension = dimension
    self.values = values
  }

  /// The vector of one row.
  public subscript(row: Int) -> ArraySlice<Float> {
    values[row * dimension..<(row + 1) * dimension]
  }

  /// Takes some rows.
  ///
  /// - Parameter numbers: the rows' numbers, in any order; a number may be repeated.
  /// - Returns: one row for each number, in their order.
  public func rows(_ numbers: [Int]) -> Features {
    Features(rows: numbers.count, dimension: dimension, values: numbers.flatMap { self[$0] })
  }

  /// Appends to every row the same row of other features.
  ///
  /// - Parameter other: features with as many rows.
  /// - Returns: features whose dimension is the sum of both dimensions.
  public func joined(with other: Features) -> Features {
    precondition(rows == other.rows, "rows are joined one by one")
    var values: [Float] = []
    values.reserveCapacity(rows * (dimension + other.dimension))
    for row in 0..<rows {
      values += self[row]
      values += other[row]
    }
    return Features(rows: rows, dimension: dimension + other.dimension, values: values)
  }

  /// Checks that every number is finite, because one that is not spoils every distance.
  ///
  /// - Parameter threads: the number of threads.
  /// - Throws: ``NumericsError/notFinite(row:column:)`` for the first number that is not finite.
  func checkFinite(threads: Int = 1) throws {
    let stretch = 1 << 16
    let areFinite = filled(
      (values.count + stretch - 1) / stretch, with: true, stretch: 1, threads: threads
    ) { pieces, areFinite in
      for piece in pieces {
        let numbers = values[piece * stretch..<min((piece + 1) * stretch, values.count)]
        // There is no early exit, because it would keep the loop from being vectorised.
        areFinite[piece] = numbers.reduce(true) { $0 && $1.isFinite }
      }
    }
    guard areFinite.contains(false),
      let index = values.firstIndex(where: { !$0.isFinite })
    else { return }
    throw NumericsError.notFinite(row: index / dimension, column: index % dimension)
  }
}

// MARK: - Files

extension Features {
  /// Reads features from an .npy file of 32-bit floats, rows × dimension.
  ///
  /// - Parameter path: the file.
  /// - Throws: `MalformedNPY`, or `SystemCallError` if the file can't be read.
  public init(contentsOf path: String) throws {
    let (values, rows, columns) = try NPY.read(path)
    self.init(rows: rows, dimension: columns, values: values)
  }

  /// Writes features durably to an .npy file of 32-bit floats, rows × dimension.
  ///
  /// - Parameter path: the file.
  /// - Throws: `SystemCallError`.
  public func write(to path: String) throws {
    try NPY.write(values, rows: rows, columns: dimension, to: path)
  }
}

// MARK: - Means

extension Features {
  /// Computes the mean of all rows; zeros if there are none.
  ///
  /// - Parameter threads: the number of threads; each computes some columns.
  /// - Returns: a number for each column.
  /// - Complexity: O(rows × dimension).
  func mean(threads: Int = 1) -> [Double] {
    filled(dimension, with: 0, stretch: 256, threads: threads) { columns, means in
      withRows { start in
        guard let start, rows > 0 else { return }
        for row in 0..<rows {
          for column in columns { means[column] += Double(start[row * dimension + column]) }
        }
        for column in columns { means[column] /= Double(rows) }
      }
    }
  }

  /// Computes the mean of every group of rows.
  ///
  /// - Parameters:
  ///   - groups: the number of every row's group, from 0.
  ///   - count: the number of groups.
  /// - Returns: a row for each group; zeros for a group without rows.
  /// - Complexity: O(rows × dimension).
  public func groupMeans(_ groups: [Int], count: Int) -> Features {
    precondition(groups.count == rows, "every row needs a group")
    var sums = [Double](repeating: 0, count: count * dimension)
    var sizes = [Int](repeating: 0, count: count)
    sums.withUnsafeMutableBufferPointer { sums in
      values.withUnsafeBufferPointer { values in
        for (row, group) in groups.enumerated() {
          sizes[group] += 1
          let source = row * dimension
          let target = group * dimension
          for column in 0..<dimension { sums[target + column] += Double(values[source + column]) }
        }
      }
      for group in 0..<count where sizes[group] > 1 {
        for column in 0..<dimension { sums[group * dimension + column] /= Double(sizes[group]) }
      }
    }
    return Features(rows: count, dimension: dimension, values: sums.map(Float.init))
  }

  /// Computes the mean of the rows in a window around each of some rows.
  ///
  /// A window is cut at the first and the last row.
  ///
  /// - Parameters:
  ///   - middles: the rows in the middle, at least 0; a number past the end counts as the last row.
  ///   - radius: the number of rows that a window has before its middle, and after it.
  /// - Returns: a row for each of `middles`; zeros if there are no rows at all.
  /// - Complexity: O(middles × radius × dimension).
  public func means(around middles: [Int], radius: Int) -> Features {
    guard rows > 0 else {
      return Features(
        rows: middles.count, dimension: dimension,
        values: [Float](repeating: 0, count: middles.count * dimension))
    }
    let means = middles.flatMap { middle -> [Float] in
      let row = min(middle, rows - 1)
      let around = max(row - radius, 0)...min(row + radius, rows - 1)
      var sum = [Float](repeating: 0, count: dimension)
      for other in around {
        for column in 0..<dimension { sum[column] += values[other * dimension + column] }
      }
      return sum.map { $0 / Float(around.count) }
    }
    return Features(rows: middles.count, dimension: dimension, values: means)
  }
}

// MARK: - Access to the numbers

extension Features {
  /// Calls a closure with a pointer to the numbers, or nil if there are none.
  func withRows<Result>(_ body: (UnsafePointer<Float>?) throws -> Result) rethrows -> Result {
    try values.withUnsafeBufferPointer { try body($0.baseAddress) }
  }

  /// Calls a closure with each block of rows, which bounds the memory that a computation needs.
  ///
  /// - Parameters:
  ///   - width: how many numbers `body` computes and holds for a row.
  ///   - body: gets a copy of the block's rows; the copy and the computed numbers take up to
  ///     64 MiB each.
  func forEachBlock(width: Int, _ body: (Features) throws -> Void) rethrows {
    let height = max(1, Self.blockElements / max(width, dimension, 1))
    for start in stride(from: 0, to: rows, by: height) {
      let end = min(start + height, rows)
      let block = Array(values[start * dimension..<end * dimension])
      try body(Features(rows: end - start, dimension: dimension, values: block))
    }
  }

  /// The number of floats in a block: 64 MiB.
  private static let blockElements = 1 << 24
}

// MARK: - Groups of rows

/// The group of every row, and the category of every group.
public struct RowGroups: Sendable {
  /// The number of every row's group, from 0.
  public let groupOfRow: [Int]
  /// The number of groups.
  public let count: Int
  /// Every group's category; nil if there are no labels.
  public let categories: [String]?

  /// Makes groups of rows.
  ///
  /// - Parameters:
  ///   - groupOfRow: the number of every row's group, from 0; every group has a row.
  ///   - count: the number of groups.
  ///   - categories: every group's category; nil if there are no labels.
  public init(groupOfRow: [Int], count: Int, categories: [String]?) {
    precondition(Set(groupOfRow) == Set(0..<count), "groups are numbered, and each has a row")
    precondition(categories.map { $0.count == count } ?? true, "every group needs a category")
    self.groupOfRow = groupOfRow
    self.count = count
    self.categories = categories
  }

  /// Finds the cluster that most rows of every group are in; of several, the lowest number.
  ///
  /// - Parameter clusters: every row's cluster.
  func majorityClusters(_ clusters: [Int]) -> [Int] {
    var counts = [[Int: Int]](repeating: [:], count: count)
    for (group, cluster) in zip(groupOfRow, clusters) { counts[group][cluster, default: 0] += 1 }
    return counts.map { counts in
      counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
    }
  }
}
