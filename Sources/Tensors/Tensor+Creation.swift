import CTorch

extension Tensor {
  /// Copies numbers into a new tensor.
  ///
  /// - Parameters:
  ///   - values: the elements, last dimension fastest; as many as the shape holds.
  ///   - shape: the size of every dimension; a row of all values if left out.
  /// - Throws: ``TensorError``, for example when there is no memory.
  package convenience init(_ values: [Float], shape: [Int]? = nil) throws {
    try self.init(values, type: CT_FLOAT32, shape: shape ?? [values.count])
  }

  /// Copies bytes into a new tensor of 8-bit unsigned integers.
  package convenience init(bytes: [UInt8], shape: [Int]) throws {
    try self.init(bytes, type: CT_UINT8, shape: shape)
  }

  /// Copies integers into a new tensor of 64-bit integers, as row numbers are given.
  package convenience init(indices: [Int]) throws {
    try self.init(indices, type: CT_INT64, shape: [indices.count])
  }

  private convenience init<Element>(_ values: [Element], type: ct_type, shape: [Int]) throws {
    precondition(values.count == shape.reduce(1, *), "a tensor's elements must fill its shape")
    var result: ct_tensor?
    let sizes = shape.map(Int64.init)
    let status = values.withUnsafeBytes { bytes in
      ct_create(bytes.baseAddress, type, sizes, Int32(sizes.count), &result)
    }
    try check(status, "creating a tensor")
    guard let result else { throw TensorError(operation: "creating", message: "nothing came back") }
    self.init(owning: result)
  }

  /// Lends numbers as a tensor, without a copy.
  ///
  /// - Parameters:
  ///   - values: the elements, last dimension fastest; as many as the shape holds.
  ///   - shape: the size of every dimension.
  ///   - body: gets the tensor, which it must neither change nor keep, nor a part of it.
  /// - Throws: ``TensorError``, or what the body throws.
  package static func withLent<Result>(
    _ values: [Float], shape: [Int], _ body: (Tensor) throws -> Result
  ) throws -> Result {
    precondition(values.count == shape.reduce(1, *), "a tensor's elements must fill its shape")
    return try values.withUnsafeBufferPointer { values in
      try body(
        try tensor { ct_lend(values.baseAddress, shape.map(Int64.init), Int32(shape.count), $0) })
    }
  }

  /// Turns pictures into numbers around 0, in one pass over memory.
  ///
  /// - Parameters:
  ///   - pixels: pictures × side × side × 3 bytes, red, green, blue.
  ///   - side: width and height in pixels.
  ///   - meanBGR: what is taken off blue, green and red.
  ///   - precision: the numbers wanted.
  ///   - device: where to put them.
  /// - Returns: pictures × 3 × side × side, blue, green, red, channels-last in memory.
  package static func pictures(
    _ pixels: [UInt8], side: Int, meanBGR: [Float], precision: Precision, on device: Device
  ) throws -> Tensor {
    precondition(pixels.count % (side * side * 3) == 0, "pictures must be whole")
    precondition(meanBGR.count == 3, "a pixel has three channels")
    let count = pixels.count / (side * side * 3)
    return try tensor {
      ct_pictures(
        pixels, Int64(count), Int64(side), meanBGR, precision.type, device.name, $0)
    }
  }

  /// A tensor of zeros.
  package static func zeros(_ shape: [Int]) throws -> Tensor {
    try tensor { ct_zeros(shape.map(Int64.init), Int32(shape.count), $0) }
  }

  /// Zeros of this tensor's shape, in its memory layout, on its device.
  package func zerosLike() throws -> Tensor {
    try tensor { ct_zeros_like(handle, $0) }
  }

  /// Independent draws from a normal distribution, the same ones for the same seed.
  ///
  /// - Parameters:
  ///   - shape: the size of every dimension.
  ///   - mean: the distribution's mean.
  ///   - deviation: its standard deviation.
  ///   - seed: what the draws are a function of, besides the shape and LibTorch's version.
  package static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double, seed: UInt64
  ) throws -> Tensor {
    try tensor {
      ct_normal(shape.map(Int64.init), Int32(shape.count), mean, deviation, seed, $0)
    }
  }

  /// Puts tensors of equal shape one after the other along a dimension.
  package static func concatenate(_ parts: [Tensor], dimension: Int = 0) throws -> Tensor {
    let handles = parts.map { Optional($0.handle) }
    return try tensor { ct_concatenate(handles, Int32(handles.count), Int64(dimension), $0) }
  }
}
