import Tensors

/// Features around their mean, ready for matrix products.
///
/// ‖x − y‖² = ‖x‖² − 2 x·y + ‖y‖² loses in 32 bits what the two lengths have in common, so the part
/// that all rows share, their mean, is taken off first.
struct CentredRows {
  let features: Features
  /// The centred rows, rows × dimension.
  let tensor: Tensor
  /// ‖x‖² of every centred row.
  let squaredLengths: [Double]

  init(_ features: Features, threads: Int) throws {
    let moments = RowMoments(features, threads: threads)
    self.features = features
    squaredLengths = moments.squaredLengths
    tensor = try Tensor(features.values, shape: [features.rows, features.dimension])
    try tensor.add(Tensor(moments.mean), times: -1)
  }
}

extension Features {
  /// Lends the numbers, or nil where there are none.
  func withRows<Result>(_ body: (UnsafePointer<Float>?) throws -> Result) rethrows -> Result {
    try values.withUnsafeBufferPointer { try body($0.baseAddress) }
  }

  /// The squared Euclidean distance of two rows, in double precision.
  package func squaredDistance(_ row: Int, _ other: Int) -> Double {
    withRows { start in
      guard let start else { return 0 }
      return Numerics.squaredDistance(
        start + row * dimension, start + other * dimension, count: dimension)
    }
  }
}
