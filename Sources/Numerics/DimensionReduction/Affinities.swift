import Foundation

/// The affinities p_ij of t-SNE: a symmetric matrix of probabilities that is large for near rows.
///
/// The matrix is sparse, with entries for near rows only, and is stored row by row. All entries sum
/// to 1.
package struct Affinities: Sendable {
  /// The index in ``columns`` at which every row's entries begin; the last one is the end.
  package private(set) var offsets: [Int]
  /// The column of every entry.
  package private(set) var columns: [Int32]
  /// p_ij of every entry.
  package private(set) var values: [Float]
  /// The share of the nearest rows that were found; 1 up to ``mostExactRows`` rows.
  package let recall: Double

  /// The largest number of rows for which all neighbours are found.
  ///
  /// For more rows an index finds nearly all (``NearestNeighbours``). So many rows of 50 numbers take 3.5 s without it, and 1.0 s
  /// with it if they are in clusters (`bench-parts neighbours`, two cores with AVX-512, 30 November 2026).
  package static let mostExactRows = 50_000

  /// Computes affinities from the 3 × perplexity + 1 nearest rows of every row.
  ///
  /// - Parameters:
  ///   - features: at least two rows.
  ///   - perplexity: 2^H, where H is the entropy in bits of the probabilities of a row's neighbours.
  ///   - seed: the seed of the index of neighbours.
  ///   - threads: the number of threads for what LibTorch does not compute.
  ///   - isCancelled: called before every block of rows; true stops the search for neighbours.
  /// - Throws: `TensorError`, or `CancellationError`.
  /// - Complexity: that of ``NearestNeighbours``, and O(rows × perplexity).
  package init(
    of features: Features, perplexity: Double, seed: UInt64, threads: Int,
    isCancelled: () -> Bool = { false }
  ) throws {
    let count = min(features.rows - 1, Int(3 * perplexity + 1))
    let nearest =
      if features.rows > Self.mostExactRows {
        try NearestNeighbours(
          indexed: count, of: features, seed: seed, threads: threads, isCancelled: isCancelled)
      } else {
        try NearestNeighbours(count, of: features, threads: threads, isCancelled: isCancelled)
      }
    let conditional = filled(
      features.rows * count, with: 0.0, stretch: 16 * count, threads: threads
    ) { range, values in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: count) {
        let row = start..<start + count
        let found = Self.conditional(nearest.squaredDistances[row], perplexity: perplexity)
        for (index, value) in zip(row, found) { values[index] = value }
      }
    }
    self.init(
      neighbours: nearest.rows, conditional: conditional, count: count, recall: nearest.recall,
      threads: threads)
  }

  /// Computes p_j|i of one row's neighbours: a Gaussian whose width gives the perplexity.
  ///
  /// The width is found by bisection, which ends when the entropy is right to 1e-5 in natural units,
  /// or after a hundred rounds. If more neighbours are equally near than the perplexity, no width
  /// is right.
  ///
  /// - Parameters:
  ///   - squaredDistances: the neighbours' squared distances, nearest first.
  ///   - perplexity: as in the initialiser.
  /// - Returns: a probability for each neighbour.
  package static func conditional(
    _ squaredDistances: ArraySlice<Double>, perplexity: Double
  ) -> [Double] {
    // Subtracting the nearest distance changes no probability, and keeps exp from becoming 0.
    let nearest = squaredDistances.first ?? 0
    let distances = squaredDistances.map { $0 - nearest }
    var precision = 1.0
    var low = 0.0
    var high = Double.infinity
    var values: [Double] = []
    for _ in 0..<100 {
      values = distances.map { exp(-precision * $0) }
      let sum = values.reduce(0, +)
      for index in values.indices { values[index] /= sum }
      let mean = zip(values, distances).reduce(0) { $0 + $1.0 * $1.1 }
      let excess = Foundation.log(sum) + precision * mean - Foundation.log(perplexity)
      if abs(excess) <= 1e-5 { break }
      if excess > 0 {
        low = precision
        precision = high.isFinite ? (low + high) / 2 : precision * 2
      } else {
        high = precision
        precision = (low + high) / 2
      }
    }
    return values
  }

  /// Gives the rows another order.
  ///
  /// - Parameter order: for every row of the result, its number here.
  /// - Returns: the same affinities; within a row, entries keep their order.
  package func reordered(_ order: [Int]) -> Affinities {
    var places = [Int32](repeating: 0, count: order.count)
    for (place, row) in order.enumerated() { places[row] = Int32(place) }
    var found = Affinities(recall: recall, capacity: columns.count)
    for row in order {
      for entry in offsets[row]..<offsets[row + 1] {
        found.columns.append(places[Int(columns[entry])])
        found.values.append(values[entry])
      }
      found.offsets.append(found.columns.count)
    }
    return found
  }

  /// Makes affinities without rows.
  private init(recall: Double, capacity: Int) {
    (offsets, columns, values) = ([0], [], [])
    self.recall = recall
    columns.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  /// Makes the probabilities symmetric: p_ij = (p_j|i + p_i|j) / 2n.
  ///
  /// - Parameters:
  ///   - neighbours: the neighbours of every row, `count` for each.
  ///   - conditional: p_j|i of each of them.
  ///   - recall: the share of the nearest rows among them.
  ///   - threads: the number of threads.
  private init(
    neighbours: [Int], conditional: [Double], count: Int, recall: Double, threads: Int
  ) {
    let rows = neighbours.count / count
    let share = 1 / (2 * conditional.reduce(0, +))
    // For every row, where it is among the neighbours of others, in the others' order.
    var starts = [Int](repeating: 0, count: rows + 1)
    for neighbour in neighbours { starts[neighbour + 1] += 1 }
    for row in 0..<rows { starts[row + 1] += starts[row] }
    var ends = starts
    var mentions = [Int](repeating: 0, count: neighbours.count)
    for (place, neighbour) in neighbours.enumerated() {
      mentions[ends[neighbour]] = place
      ends[neighbour] += 1
    }
    let (firstMention, mentioned) = (starts, mentions)
    let entries = mapped(Array(0..<rows), threads: threads) { _, row in
      let own = (row * count..<(row + 1) * count).map { (neighbours[$0], conditional[$0]) }
      let others = mentioned[firstMention[row]..<firstMention[row + 1]]
        .map { ($0 / count, conditional[$0]) }
      return Self.merged(own.sorted { $0.0 < $1.0 }, others, share: share)
    }
    self.init(recall: recall, capacity: 2 * neighbours.count)
    for row in entries {
      for (column, value) in row {
        columns.append(column)
        values.append(value)
      }
      offsets.append(columns.count)
    }
  }

  /// Adds the probabilities of equal columns in two lists, both in the order of the columns.
  private static func merged(
    _ left: [(Int, Double)], _ right: [(Int, Double)], share: Double
  ) -> [(column: Int32, value: Float)] {
    var sum: [(column: Int32, value: Float)] = []
    sum.reserveCapacity(left.count + right.count)
    var (l, r) = (0, 0)
    while l < left.count || r < right.count {
      let column = min(
        l < left.count ? left[l].0 : .max, r < right.count ? right[r].0 : .max)
      var value: Float = 0
      if l < left.count, left[l].0 == column {
        value += Float(left[l].1 * share)
        l += 1
      }
      if r < right.count, right[r].0 == column {
        value += Float(right[r].1 * share)
        r += 1
      }
      sum.append((Int32(column), value))
    }
    return sum
  }
}
