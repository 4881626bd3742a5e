import CTorch

extension Tensor {
  /// The matrix product with another tensor.
  ///
  /// - Parameter other: columns × any, where this one is any × columns.
  /// - Complexity: O(rows × columns × columns of `other`).
  package func matrixProduct(_ other: Tensor) throws -> Tensor {
    try tensor { ct_matrix_product(handle, other.handle, $0) }
  }

  /// The products of every row with a few vectors, in one pass over the rows.
  ///
  /// As `matrixProduct(vectors.transposed())`, but faster up to a dozen vectors.
  ///
  /// - Parameter vectors: count × columns.
  /// - Returns: rows × count.
  package func products(withFew vectors: Tensor) throws -> Tensor {
    try tensor { ct_few_products(handle, vectors.handle, $0) }
  }

  /// An orthonormal basis of the space that a matrix's columns span (QR).
  package func orthonormalised() throws -> Tensor {
    try tensor { ct_orthonormalise(handle, $0) }
  }

  /// Eigenvalues, rising, and eigenvectors, a column each, of a symmetric matrix.
  ///
  /// - Complexity: O(n³).
  package func symmetricEigen() throws -> (values: Tensor, vectors: Tensor) {
    let (values, vectors) = try tensors { ct_symmetric_eigen(handle, $0, $1) }
    return (values, vectors)
  }
}
