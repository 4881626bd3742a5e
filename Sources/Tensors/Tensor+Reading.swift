import CTorch

extension Tensor {
  /// The elements as Swift numbers, last dimension fastest.
  ///
  /// - Throws: ``TensorError``.
  /// - Complexity: O(count), one copy.
  package func floats() throws -> [Float] {
    try read(CT_FLOAT32, zero: 0)
  }

  /// The elements of a tensor of integers, such as the positions that ``minimum(dimension:)`` gives.
  package func integers() throws -> [Int] {
    try read(CT_INT64, zero: 0)
  }

  /// The one element of a tensor that has one.
  package func item() throws -> Float {
    let values = try floats()
    guard let value = values.first, values.count == 1 else {
      throw TensorError(operation: "item", message: "a tensor of shape \(shape) is not one number")
    }
    return value
  }

  private func read<Element>(_ type: ct_type, zero: Element) throws -> [Element] {
    var values = [Element](repeating: zero, count: count)
    let status = values.withUnsafeMutableBytes { bytes in
      ct_read(handle, type, bytes.baseAddress, Int64(count))
    }
    try check(status, "reading a tensor")
    return values
  }
}
