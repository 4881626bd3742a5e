import Tensors

extension Tensor {
  /// Multiplies a matrix's rows with some vectors, in blocks of rows that bound the memory.
  ///
  /// - Parameters:
  ///   - vectors: count × columns.
  ///   - body: gets a block's rows, and their products with the vectors, block × count.
  /// - Throws: `TensorError`, or what `body` throws.
  /// - Complexity: O(rows × columns × count) time; 64 MiB for the products of a block.
  func forEachBlockOfProducts(
    with vectors: Tensor, _ body: (Range<Int>, Tensor) throws -> Void
  ) throws {
    let columns = try vectors.transposed()
    for rows in Self.blocks(of: shape[0], width: vectors.shape[0]) {
      let block = try narrowed(start: rows.lowerBound, length: rows.count)
      try body(rows, block.matrixProduct(columns))
    }
  }

  /// Divides rows into blocks that bound the memory for their products.
  ///
  /// - Parameters:
  ///   - count: the number of rows.
  ///   - width: the number of products of a row.
  static func blocks(of count: Int, width: Int) -> [Range<Int>] {
    let height = max(1, blockElements / max(1, width))
    return stride(from: 0, to: count, by: height).map { $0..<min($0 + height, count) }
  }

  /// Selects some rows, without a copy if they lie together and in order.
  func selected(_ numbers: [Int]) throws -> Tensor {
    guard let first = numbers.first, numbers.elementsEqual(first..<first + numbers.count) else {
      return try rows(numbers)
    }
    return try narrowed(start: first, length: numbers.count)
  }

  /// The number of products in a block: 64 MiB.
  private static let blockElements = 1 << 24
}
