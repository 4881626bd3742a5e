import Tensors

/// The mean of some rows, and every row's squared distance from it.
struct RowMoments {
  /// The mean: a number for each column.
  let mean: [Float]
  /// Every row's squared distance from the mean.
  let squaredLengths: [Double]

  /// ‖m‖² of the mean.
  var squaredLengthOfMean: Double { mean.reduce(0) { $0 + Double($1) * Double($1) } }

  /// Computes the mean and the distances.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - threads: the number of threads.
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

/// Features with their mean subtracted, ready for distances from matrix products.
///
/// The formula ‖x − y‖² = ‖x‖² − 2 x·y + ‖y‖² loses precision in 32 bits if the rows are far from
/// the origin and near each other. Subtracting the mean first avoids this.
struct CentredRows {
  /// The rows before centring.
  let features: Features
  /// The centred rows, rows × dimension.
  let tensor: Tensor
  /// ‖x‖² of every centred row.
  let squaredLengths: [Double]

  /// Copies the rows and subtracts their mean.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - threads: the number of threads.
  /// - Throws: `TensorError`.
  init(_ features: Features, threads: Int) throws {
    let moments = RowMoments(features, threads: threads)
    self.features = features
    squaredLengths = moments.squaredLengths
    tensor = try Tensor(features.values, shape: [features.rows, features.dimension])
      .moved(to: .default)
    try tensor.add(Tensor(moments.mean).moved(toDeviceOf: tensor), times: -1)
  }

  /// Selects some centred rows, without a copy if they lie together and in order.
  func rows(_ numbers: [Int]) throws -> Tensor { try tensor.selected(numbers) }
}
