import CTorch

extension Tensor {
  /// Gives the same elements another shape.
  public func reshaped(_ shape: [Int]) throws -> Tensor {
    try tensor { try torch.reshape(handle, shape.map(Int64.init), Int32(shape.count), $0) }
  }

  /// Puts the dimensions into another order.
  ///
  /// - Parameter order: for every dimension of the result, the number of its old dimension.
  public func permuted(_ order: [Int]) throws -> Tensor {
    try tensor { try torch.permute(handle, order.map(Int64.init), Int32(order.count), $0) }
  }

  /// Selects a range of one dimension, as a view of the same memory.
  public func narrowed(dimension: Int = 0, start: Int, length: Int) throws -> Tensor {
    try tensor { try torch.narrow(handle, Int64(dimension), Int64(start), Int64(length), $0) }
  }

  /// Reverses the elements of one dimension.
  public func flipped(dimension: Int) throws -> Tensor {
    try tensor { try torch.flip(handle, Int64(dimension), $0) }
  }

  /// Copies some rows, in the given order.
  public func rows(_ numbers: [Int]) throws -> Tensor {
    let indices = try Tensor(indices: numbers).moved(toDeviceOf: self)
    return try tensor { try torch.select_rows(handle, indices.handle, $0) }
  }

  /// Exchanges the rows and columns of a matrix.
  public func transposed() throws -> Tensor {
    try tensor { try torch.transpose(handle, $0) }
  }

  /// Converts the elements to 32-bit floats.
  public func toFloat() throws -> Tensor {
    try tensor { try torch.to_type(handle, CT_FLOAT32, $0) }
  }

  /// Rounds the elements to a precision.
  ///
  /// Returns the same tensor if they have it already.
  public func rounded(to precision: Precision) throws -> Tensor {
    try tensor { try torch.to_type(handle, precision.type, $0) }
  }

  /// Makes the elements of the last dimension adjacent in memory.
  public func contiguous() throws -> Tensor {
    try tensor { try torch.contiguous(handle, $0) }
  }

  /// Converts the elements to 64-bit floats, for sums that need more than 32 bits.
  public func toDouble() throws -> Tensor {
    try tensor { try torch.to_type(handle, CT_FLOAT64, $0) }
  }

  /// Makes the channels of every pixel adjacent in memory.
  ///
  /// oneDNN is fastest with this layout.
  public func channelsLast() throws -> Tensor {
    try tensor { try torch.channels_last(handle, $0) }
  }

  /// Copies the elements to a device.
  public func moved(to device: Device) throws -> Tensor {
    try tensor { try torch.to_device(handle, device.name, $0) }
  }

  /// Copies the elements to the device of another tensor.
  public func moved(toDeviceOf other: Tensor) throws -> Tensor {
    try tensor { try torch.to_device_of(handle, other.handle, $0) }
  }
}
