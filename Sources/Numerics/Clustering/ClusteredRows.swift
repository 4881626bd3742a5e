import Tensors

/// The rows that are clustered, where they lie, ready for products around their mean.
///
/// x and v around the mean m have (x − m)·(v − m) = x·(v − m) − m·(v − m), which saves a centred copy of the
/// rows, its time and its memory. In 32 bits this loses |m| / |x − m| times as much as a copy would, which
/// is what the rows themselves lost when they were rounded.
struct ClusteredRows {
  let features: Features
  let moments: RowMoments
  private let tensor: Tensor

  /// Prepares rows.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - lent: the same, rows × dimension; to be there as long as this is.
  ///   - threads: how many threads compute.
  init(_ features: Features, lent: Tensor, threads: Int) {
    self.features = features
    moments = RowMoments(features, threads: threads)
    tensor = lent
  }

  /// Some of the rows, less the mean.
  func centredRows(_ numbers: [Int]) throws -> Tensor {
    let rows = try tensor.rows(numbers)
    try rows.add(Tensor(moments.mean), times: -1)
    return rows
  }

  /// Passes the products around the mean with vectors that are centred, in blocks of rows.
  func forEachBlockOfProducts(
    with vectors: Tensor, _ body: (Range<Int>, Tensor) throws -> Void
  ) throws {
    let products = try products(ofMeanWith: vectors)
    try tensor.forEachBlockOfProducts(with: vectors) { rows, found in
      try found.add(products, times: -1)
      try body(rows, found)
    }
  }

  /// The products around the mean with a few vectors that are centred, rows × count.
  func products(withFew vectors: Tensor) throws -> Tensor {
    let found = try tensor.products(withFew: vectors)
    try found.add(products(ofMeanWith: vectors), times: -1)
    return found
  }

  /// m·(v − m) of every vector.
  private func products(ofMeanWith vectors: Tensor) throws -> Tensor {
    let dimension = features.dimension
    let numbers = try vectors.floats()
    return try Tensor(
      stride(from: 0, to: numbers.count, by: max(dimension, 1)).map { start in
        Float(
          (0..<dimension).reduce(0.0) {
            $0 + Double(moments.mean[$1]) * Double(numbers[start + $1])
          })
      })
  }
}
