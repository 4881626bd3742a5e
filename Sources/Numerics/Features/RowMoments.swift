/// The mean of some rows, and how far every row is from it.
struct RowMoments {
  /// The mean, a number a column.
  let mean: [Float]
  /// Every row's squared distance from the mean.
  let squaredLengths: [Double]

  /// Computes them.
  ///
  /// - Complexity: O(rows × dimension).
  init(_ features: Features, threads: Int) {
    let mean = features.mean(threads: threads).map(Float.init)
    let dimension = features.dimension
    self.mean = mean
    squaredLengths = filled(features.rows, with: 0, stretch: 256, threads: threads) {
      rows, lengths in
      features.withRows { start in
        mean.withUnsafeBufferPointer { mean in
          guard let start, let mean = mean.baseAddress else { return }
          for row in rows {
            lengths[row] = squaredDistance(start + row * dimension, mean, count: dimension)
          }
        }
      }
    }
  }
}
