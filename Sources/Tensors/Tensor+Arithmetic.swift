import CTorch

// Element by element. LibTorch repeats dimensions of size 1 where the other operand is longer
// (broadcasting).
extension Tensor {
  /// Adds two tensors, element by element.
  public static func + (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { try torch.add(left.handle, right.handle, $0) }
  }

  /// Subtracts two tensors, element by element.
  public static func - (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { try torch.subtract(left.handle, right.handle, $0) }
  }

  /// Multiplies two tensors, element by element.
  public static func * (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { try torch.multiply(left.handle, right.handle, $0) }
  }

  /// Divides two tensors, element by element.
  public static func / (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { try torch.divide(left.handle, right.handle, $0) }
  }

  /// Computes factor × self + summand.
  public func affine(factor: Double = 1, summand: Double = 0) throws -> Tensor {
    try tensor { try torch.affine(handle, factor, summand, $0) }
  }

  /// Multiplies every element with itself.
  public func squared() throws -> Tensor {
    try tensor { try torch.square(handle, $0) }
  }

  /// Takes the square root of every element.
  ///
  /// Its derivative at 0 is infinite.
  public func squareRoot() throws -> Tensor {
    try tensor { try torch.square_root(handle, $0) }
  }

  /// Raises every element below the bound to the bound.
  ///
  /// The derivative of these elements is 0.
  public func clamped(below bound: Double) throws -> Tensor {
    try tensor { try torch.clamp_below(handle, bound, $0) }
  }
}

// Reductions.
extension Tensor {
  /// Adds all elements.
  ///
  /// The result has no dimensions.
  public func sum() throws -> Tensor {
    try tensor { try torch.sum_all(handle, $0) }
  }

  /// Adds the elements along one dimension.
  ///
  /// - Parameters:
  ///   - dimension: the dimension to sum over.
  ///   - keepsDimension: whether the dimension stays, with size 1, or disappears.
  public func sum(dimension: Int, keepsDimension: Bool = false) throws -> Tensor {
    try tensor { try torch.sum(handle, Int64(dimension), keepsDimension, $0) }
  }

  /// Averages the elements along one dimension.
  ///
  /// - Parameters:
  ///   - dimension: the dimension to average over.
  ///   - keepsDimension: whether the dimension stays, with size 1, or disappears.
  public func mean(dimension: Int, keepsDimension: Bool = false) throws -> Tensor {
    try tensor { try torch.mean(handle, Int64(dimension), keepsDimension, $0) }
  }

  /// Finds the smallest element along one dimension, and its position there.
  public func minimum(dimension: Int) throws -> (values: Tensor, positions: Tensor) {
    let (values, positions) = try tensors { try torch.minimum(handle, Int64(dimension), $0, $1) }
    return (values, positions)
  }

  /// Finds the smallest and the largest element along one dimension; NaN if one of its elements is NaN.
  ///
  /// - Parameter dimension: the dimension to look along.
  public func extremes(dimension: Int) throws -> (lowest: Tensor, highest: Tensor) {
    let (lowest, highest) = try tensors { try torch.extremes(handle, Int64(dimension), $0, $1) }
    return (lowest, highest)
  }

  /// Finds the smallest elements of the last dimension in ascending order, and their positions
  /// there.
  ///
  /// - Parameter count: how many elements to find.
  public func lowest(_ count: Int) throws -> (values: Tensor, positions: Tensor) {
    let (values, positions) = try tensors { try torch.lowest(handle, Int64(count), $0, $1) }
    return (values, positions)
  }
}

// Linear algebra.
extension Tensor {
  /// Multiplies two matrices.
  ///
  /// - Parameter other: columns × any, where this matrix is any × columns.
  /// - Complexity: O(rows × columns × columns of `other`).
  public func matrixProduct(_ other: Tensor) throws -> Tensor {
    try tensor { try torch.matrix_product(handle, other.handle, $0) }
  }

  /// Multiplies every row with a few vectors, in one pass over the rows.
  ///
  /// The result equals `matrixProduct(vectors.transposed())`. This function is faster for up to a
  /// dozen vectors, and with AVX-512 for up to some hundred.
  ///
  /// - Parameter vectors: count × columns.
  /// - Returns: rows × count.
  public func products(withFew vectors: Tensor) throws -> Tensor {
    try tensor { try torch.few_products(handle, vectors.handle, $0) }
  }

  /// Computes how like sets of four queries are to segments of a matrix's rows: for each query, the largest product with a
  /// row of the segment, averaged over the set (MaxSim of Khattab and Zaharia, 2020, arXiv:2004.12832, as a mean).
  ///
  /// - Parameters:
  ///   - starts: the first row of each segment, and the end of the last one; every segment has a row.
  ///   - queries: 4 × columns × sets; the number of sets is a multiple of sixteen.
  ///   - weights: 4 × sets, the share of each query in the mean of its set.
  /// - Returns: segments × sets.
  /// - Throws: ``TensorError``.
  /// - Complexity: O(rows × columns × sets) time; no memory but the result's.
  public func meanLargestProducts(
    inSegments starts: [Int], with queries: Tensor, weights: Tensor
  ) throws -> Tensor {
    precondition(starts.count > 1, "at least one segment")
    return try tensor {
      try torch.largest_products(
        handle, starts.map(Int64.init), Int64(starts.count - 1), queries.handle, weights.handle, $0)
    }
  }

  /// Finds the rows of another matrix that are nearest to each row of this one, by their Euclidean distances in 32 bits.
  ///
  /// - Parameters:
  ///   - count: how many to find for each row.
  ///   - rows: the rows to search among, count × columns.
  ///   - squaredLengths: ‖x‖² of each of them.
  ///   - ownGroups: the group of each row of this matrix, as 64-bit integers.
  ///   - groups: the group of each of `rows`; a row of the own group is not found.
  /// - Returns: the numbers of `count` rows for each row, in any order; -1 where there are fewer.
  /// - Throws: ``TensorError``.
  /// - Complexity: O(own rows × rows × columns) time; O(own rows × (columns + count)) memory, on a GPU O(own rows × rows).
  public func nearestRows(
    _ count: Int, of rows: Tensor, squaredLengths: Tensor, ownGroups: Tensor, groups: Tensor
  ) throws -> Tensor {
    try tensor {
      try torch.nearest_rows(
        handle, rows.handle, squaredLengths.handle, ownGroups.handle, groups.handle, Int64(count),
        $0)
    }
  }

  /// Computes an orthonormal basis of the space that a matrix's columns span (QR decomposition).
  public func orthonormalised() throws -> Tensor {
    try tensor { try torch.orthonormalise(handle, $0) }
  }

  /// Computes the eigenvalues and eigenvectors of a symmetric matrix.
  ///
  /// - Returns: the eigenvalues in ascending order; the eigenvectors, one per column.
  /// - Complexity: O(n³).
  public func symmetricEigen() throws -> (values: Tensor, vectors: Tensor) {
    let (values, vectors) = try tensors { try torch.symmetric_eigen(handle, $0, $1) }
    return (values, vectors)
  }
}
