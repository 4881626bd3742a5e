import CTorch

extension Tensor {
  /// The sum of all elements, as a tensor of no dimensions.
  package func sum() throws -> Tensor {
    try tensor { ct_sum_all(handle, $0) }
  }

  /// Sums along one dimension.
  ///
  /// - Parameters:
  ///   - dimension: the dimension that is summed over.
  ///   - keepsDimension: whether it stays, with size 1, or goes.
  package func sum(dimension: Int, keepsDimension: Bool = false) throws -> Tensor {
    try tensor { ct_sum(handle, Int64(dimension), keepsDimension, $0) }
  }

  /// Means along one dimension.
  package func mean(dimension: Int, keepsDimension: Bool = false) throws -> Tensor {
    try tensor { ct_mean(handle, Int64(dimension), keepsDimension, $0) }
  }

  /// The smallest element along one dimension, and its position there.
  package func minimum(dimension: Int) throws -> (values: Tensor, positions: Tensor) {
    let (values, positions) = try tensors { ct_minimum(handle, Int64(dimension), $0, $1) }
    return (values, positions)
  }

  /// The largest element along one dimension, and its position there.
  package func maximum(dimension: Int) throws -> (values: Tensor, positions: Tensor) {
    let (values, positions) = try tensors { ct_maximum(handle, Int64(dimension), $0, $1) }
    return (values, positions)
  }

  /// The smallest elements of the last dimension, rising, and their positions there.
  package func lowest(_ count: Int) throws -> (values: Tensor, positions: Tensor) {
    let (values, positions) = try tensors { ct_lowest(handle, Int64(count), $0, $1) }
    return (values, positions)
  }
}
