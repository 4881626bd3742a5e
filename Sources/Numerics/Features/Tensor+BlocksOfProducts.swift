import Tensors

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
