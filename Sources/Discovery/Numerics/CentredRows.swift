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

  /// Passes the rows' products with some vectors, in blocks of rows so that memory stays bounded.
  ///
  /// - Parameters:
  ///   - vectors: count × dimension, centred by the same mean.
  ///   - body: gets a block's rows, and their products with the vectors, block × count.
  /// - Complexity: O(rows × dimension × count); 64 MiB beside the rows themselves.
  func forEachBlockOfProducts(
    with vectors: Tensor, _ body: (Range<Int>, Tensor) throws -> Void
  ) throws {
    try tensor.forEachBlockOfProducts(with: vectors, body)
  }
}

extension Tensor {
  /// Passes a matrix's rows' products with some vectors, in blocks of rows so that memory stays bounded.
  ///
  /// - Parameters:
  ///   - vectors: count × columns.
  ///   - body: gets a block's rows, and their products with the vectors, block × count.
  /// - Complexity: O(rows × columns × count); 64 MiB beside the rows themselves.
  func forEachBlockOfProducts(
    with vectors: Tensor, _ body: (Range<Int>, Tensor) throws -> Void
  ) throws {
    let columns = try vectors.transposed()
    let height = max(1, Self.blockElements / max(1, vectors.shape[0]))
    let count = shape[0]
    for start in stride(from: 0, to: count, by: height) {
      let rows = start..<min(start + height, count)
      let block = try narrowed(start: rows.lowerBound, length: rows.count)
      try body(rows, block.matrixProduct(columns))
    }
  }

  /// How many products are held at a time: 64 MiB of them.
  private static let blockElements = 1 << 24
}

extension Features {
  /// Lends the numbers, or nil where there are none.
  func withRows<Result>(_ body: (UnsafePointer<Float>?) throws -> Result) rethrows -> Result {
    try values.withUnsafeBufferPointer { try body($0.baseAddress) }
  }

  /// The squared Euclidean distance of two rows, in double precision.
  func squaredDistance(_ row: Int, _ other: Int) -> Double {
    withRows { start in
      guard let start else { return 0 }
      return Discovery.squaredDistance(
        start + row * dimension, start + other * dimension, count: dimension)
    }
  }
}
