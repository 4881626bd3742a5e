import Tensors

/// Rows used in place, with products as if their mean were subtracted.
///
/// For rows x, vectors v and the mean m, (x − m)·(v − m) = x·(v − m) − m·(v − m). This saves the
/// time and the memory of a centred copy (``CentredRows``). In 32 bits its rounding error is
/// |m| / |x − m| times that of a copy, which is as large as the rounding error of the rows
/// themselves.
struct LentRows {
  /// The rows.
  let features: Features
  /// Their mean, and their squared distances from it.
  let moments: RowMoments
  /// Whether products are computed by the processor, not by a GPU.
  let isOnProcessor: Bool
  private let tensor: Tensor
  private let threads: Int

  /// Computes the mean of rows.
  ///
  /// - Parameters:
  ///   - features: the rows.
  ///   - lent: the same numbers, rows × dimension; they must live as long as this value.
  ///   - threads: the number of threads.
  /// - Throws: `TensorError`, if the rows don't fit in the memory of the default device.
  init(_ features: Features, lent: Tensor, threads: Int) throws {
    (self.features, self.threads) = (features, threads)
    moments = RowMoments(features, threads: threads)
    tensor = try lent.moved(to: .default)
    isOnProcessor = Device.default == .cpu
  }

  /// Copies some rows and subtracts the mean.
  func centredRows(_ numbers: [Int]) throws -> Tensor {
    let rows = try tensor.rows(numbers)
    try rows.add(Tensor(moments.mean).moved(toDeviceOf: rows), times: -1)
    return rows
  }

  /// Computes the products of some centred rows with centred vectors, in blocks of rows.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the rows, in ascending order.
  ///   - vectors: count × dimension, with the mean subtracted.
  ///   - body: gets the numbers of a block's rows and their products, block × count.
  func forEachBlockOfProducts(
    of numbers: [Int], with vectors: Tensor, _ body: (ArraySlice<Int>, Tensor) throws -> Void
  ) throws {
    let products = try Tensor(products(ofMeanWith: vectors.floats())).moved(toDeviceOf: tensor)
    let columns = try vectors.moved(toDeviceOf: tensor).transposed()
    // Rows that do not lie together are copied.
    let width = max(vectors.shape[0], features.dimension)
    for block in Tensor.blocks(of: numbers.count, width: width) {
      let chosen = numbers[block]
      let part = try tensor.selected(Array(chosen))
      let found = try part.matrixProduct(columns)
      try found.add(products, times: -1)
      try body(chosen, found)
    }
  }

  /// Computes all centred rows' products with a few centred vectors, in blocks that bound the memory.
  ///
  /// - Parameter vectors: count × dimension, with the mean subtracted.
  /// - Returns: rows × count numbers.
  func products(withFew vectors: Tensor) throws -> [Float] {
    let count = vectors.shape[0]
    let products = try Tensor(products(ofMeanWith: vectors.floats())).moved(toDeviceOf: tensor)
    var all: [Float] = []
    all.reserveCapacity(features.rows * count)
    for rows in Tensor.blocks(of: features.rows, width: count) {
      let found = try tensor.narrowed(start: rows.lowerBound, length: rows.count)
        .products(withFew: vectors)
      try found.add(products, times: -1)
      all += try found.floats()
    }
    return all
  }

  /// Calls a closure with a function that computes the product of one centred row with one centred vector.
  ///
  /// - Parameters:
  ///   - vectors: count × dimension, with the mean subtracted.
  ///   - body: gets the function, whose arguments are the numbers of a row and of a vector.
  func withSingleProducts<Result>(
    with vectors: [Float], _ body: (@Sendable (_ row: Int, _ vector: Int) -> Float) -> Result
  ) -> Result {
    let products = products(ofMeanWith: vectors)
    let dimension = features.dimension
    return features.withRows { rows in
      vectors.withUnsafeBufferPointer { vectors in
        // Unchecked: nothing is written while the pointers live.
        nonisolated(unsafe) let (rows, vectors) = (rows, vectors.baseAddress)
        return body { row, vector in
          guard let rows, let vectors else { return 0 }
          let found = product(
            rows + row * dimension, vectors + vector * dimension, count: dimension)
          return found - products[vector]
        }
      }
    }
  }

  /// Computes m·(v − m) of every vector.
  private func products(ofMeanWith vectors: [Float]) -> [Float] {
    let (mean, dimension) = (moments.mean, features.dimension)
    return filled(vectors.count / max(dimension, 1), with: 0, stretch: 1, threads: threads) {
      range, products in
      for vector in range {
        let start = vector * dimension
        products[vector] = Float(
          mean.indices.reduce(0.0) { $0 + Double(mean[$1]) * Double(vectors[start + $1]) })
      }
    }
  }
}
