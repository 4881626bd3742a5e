import Foundation

/// The affinities p_ij of t-SNE: a symmetric matrix of probabilities that is large for near rows.
///
/// The matrix is sparse, with entries for near rows only, and is stored row by row. All entries sum
/// to 1.
package struct Affinities: Sendable {
  /// The index in ``columns`` at which every row's entries begin; the last one is the end.
  package let offsets: [Int]
  /// The column of every entry, in rising order within a row.
  package let columns: [Int32]
  /// p_ij of every entry.
  package let values: [Float]
  /// The share of the nearest rows that were found; 1 up to ``mostExactRows`` rows.
  package let recall: Double

  /// The largest number of rows for which all neighbours are found.
  ///
  /// For more rows an index finds nearly all (``NearestNeighbours``).
  package static let mostExactRows = 20_000

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
      neighbours: nearest.rows, conditional: conditional, count: count, recall: nearest.recall)
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

  /// Makes the probabilities symmetric: p_ij = (p_j|i + p_i|j) / 2n.
  private init(neighbours: [Int], conditional: [Double], count: Int, recall: Double) {
    let rows = neighbours.count / count
    var sizes = [Int](repeating: count, count: rows)
    for neighbour in neighbours { sizes[neighbour] += 1 }
    var entries = sizes.map { size in
      var row: [(column: Int32, value: Double)] = []
      row.reserveCapacity(size)
      return row
    }
    for (index, neighbour) in neighbours.enumerated() {
      entries[index / count].append((Int32(neighbour), conditional[index]))
      entries[neighbour].append((Int32(index / count), conditional[index]))
    }
    let share = 1 / (2 * conditional.reduce(0, +))
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    for row in entries {
      for (column, value) in row.sorted(by: { $0.column < $1.column }) {
        if columns.count > offsets[offsets.count - 1], columns.last == column {
          values[values.count - 1] += Float(value * share)
        } else {
          columns.append(column)
          values.append(Float(value * share))
        }
      }
      offsets.append(columns.count)
    }
    self.offsets = offsets
    self.columns = columns
    self.values = values
    self.recall = recall
  }
}
