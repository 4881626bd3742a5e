import CTorch

extension Tensor {
  /// The same elements in another shape.
  package func reshaped(_ shape: [Int]) throws -> Tensor {
    try tensor { ct_reshape(handle, shape.map(Int64.init), Int32(shape.count), $0) }
  }

  /// The same elements with the dimensions in another order.
  ///
  /// - Parameter order: for every dimension of the result, the dimension it comes from.
  package func permuted(_ order: [Int]) throws -> Tensor {
    try tensor { ct_permute(handle, order.map(Int64.init), Int32(order.count), $0) }
  }

  /// A stretch of one dimension, as a view of the same memory.
  package func narrowed(dimension: Int = 0, start: Int, length: Int) throws -> Tensor {
    try tensor { ct_narrow(handle, Int64(dimension), Int64(start), Int64(length), $0) }
  }

  /// The elements of one dimension in reverse order.
  package func flipped(dimension: Int) throws -> Tensor {
    try tensor { ct_flip(handle, Int64(dimension), $0) }
  }

  /// Some rows, in the order asked for, as a copy.
  package func rows(_ numbers: [Int]) throws -> Tensor {
    let indices = try Tensor(indices: numbers)
    return try tensor { ct_select_rows(handle, indices.handle, $0) }
  }

  /// Rows and columns of a matrix exchanged.
  package func transposed() throws -> Tensor {
    try tensor { ct_transpose(handle, $0) }
  }

  /// The same elements as 32-bit floats.
  package func toFloat() throws -> Tensor {
    try tensor { ct_to_type(handle, CT_FLOAT32, $0) }
  }

  /// The same elements as numbers of a precision; the same tensor where they are already.
  package func rounded(to precision: Precision) throws -> Tensor {
    try tensor { ct_to_type(handle, precision.type, $0) }
  }

  /// The same elements with the last dimension's side by side in memory.
  package func contiguous() throws -> Tensor {
    try tensor { ct_contiguous(handle, $0) }
  }

  /// The same elements as 64-bit floats, for sums that 32 bits are too short for.
  package func toDouble() throws -> Tensor {
    try tensor { ct_to_type(handle, CT_FLOAT64, $0) }
  }

  /// A batch of images with every pixel's channels side by side in memory, where oneDNN is fastest.
  package func channelsLast() throws -> Tensor {
    try tensor { ct_channels_last(handle, $0) }
  }

  /// The same elements in the memory of a device.
  package func moved(to device: Device) throws -> Tensor {
    try tensor { ct_to_device(handle, device.name, $0) }
  }

  /// The same elements in the memory of the device that another tensor is on.
  package func moved(toDeviceOf other: Tensor) throws -> Tensor {
    try tensor { ct_to_device_of(handle, other.handle, $0) }
  }
}
