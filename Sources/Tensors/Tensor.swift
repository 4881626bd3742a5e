import CTorch

/// A dense array of numbers in LibTorch's memory.
///
/// A tensor is a reference: two names for one tensor both see its in-place changes. It is not
/// `Sendable`: to move numbers between threads, copy them to a Swift array. Elements are 32-bit
/// floats unless a function says otherwise. Sizes are listed with the outermost dimension first.
public final class Tensor {
  let handle: ct_tensor

  init(owning handle: ct_tensor) {
    self.handle = handle
  }

  deinit {
    loadedTorch.free(handle)
  }

  /// The size of every dimension, outermost first.
  ///
  /// It is empty for a single number.
  public var shape: [Int] {
    let torch = loadedTorch
    return (0..<torch.rank(handle)).map { Int(torch.size(handle, $0)) }
  }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }
}

/// The number format in which a network computes.
///
/// Weights, norms, losses and sums are 32-bit floats in both cases.
public enum Precision: String, CaseIterable, Sendable {
  /// 32-bit floats.
  case float32 = "fp32"
  /// bfloat16: the upper half of a 32-bit float.
  case brainFloat16 = "bf16"

  /// The precision in which the default device is fastest.
  public static var fastest: Precision { fastest(on: .default) }

  /// The precision in which a device is fastest: bfloat16 if it has instructions for it.
  public static func fastest(on device: Device) -> Precision {
    let hasInstructions =
      device.number.map { GPU(number: $0)?.hasTensorFloats ?? false }
      ?? (try? torch)?.computes_brain_floats() ?? false
    return hasInstructions ? .brainFloat16 : .float32
  }

  var type: ct_type {
    switch self {
    case .float32: CT_FLOAT32
    case .brainFloat16: CT_BFLOAT16
    }
  }
}

/// A Swift type whose numbers a tensor can be made of without a copy.
package protocol LendableNumber {
  static var lentType: ct_type { get }
}

extension Float: LendableNumber {
  package static var lentType: ct_type { CT_FLOAT32 }
}

extension Int: LendableNumber {
  package static var lentType: ct_type { CT_INT64 }
}

extension Int32: LendableNumber {
  package static var lentType: ct_type { CT_INT32 }
}

// Making tensors.
extension Tensor {
  /// Copies numbers into a new tensor.
  ///
  /// - Parameters:
  ///   - values: the elements, last dimension fastest; as many as the shape holds.
  ///   - shape: the size of every dimension. The default is one row of all values.
  /// - Throws: ``TensorError``, for example when memory is short.
  public convenience init(_ values: [Float], shape: [Int]? = nil) throws {
    try self.init(values, type: CT_FLOAT32, shape: shape ?? [values.count])
  }

  /// Copies bytes into a new tensor of 8-bit unsigned integers.
  ///
  /// - Parameters:
  ///   - bytes: the elements, last dimension fastest; as many as the shape holds.
  ///   - shape: the size of every dimension.
  public convenience init(bytes: [UInt8], shape: [Int]) throws {
    try self.init(bytes, type: CT_UINT8, shape: shape)
  }

  /// Copies numbers into a new tensor of 64-bit floats.
  ///
  /// - Parameters:
  ///   - doubles: the elements, last dimension fastest; as many as the shape holds.
  ///   - shape: the size of every dimension.
  public convenience init(doubles: [Double], shape: [Int]) throws {
    try self.init(doubles, type: CT_FLOAT64, shape: shape)
  }

  /// Copies row numbers into a new tensor of 64-bit integers with one dimension.
  public convenience init(indices: [Int]) throws {
    try self.init(indices, type: CT_INT64, shape: [indices.count])
  }

  private convenience init<Element>(_ values: [Element], type: ct_type, shape: [Int]) throws {
    precondition(values.count == shape.reduce(1, *), "a tensor's elements must fill its shape")
    var result: ct_tensor?
    let sizes = shape.map(Int64.init)
    let status = try values.withUnsafeBytes { bytes in
      try torch.create(bytes.baseAddress, type, sizes, Int32(sizes.count), &result)
    }
    try check(status, "creating a tensor")
    guard let result else { throw TensorError(operation: "creating", message: "nothing came back") }
    self.init(owning: result)
  }

  /// Lends numbers to a function as a tensor, without a copy.
  ///
  /// - Parameters:
  ///   - values: the elements, last dimension fastest; as many as the shape holds.
  ///   - shape: the size of every dimension. The default is one row of all values.
  ///   - body: receives the tensor. It must not change the tensor, and must not keep it or a view
  ///     of it. ``moved(to:)`` copies it to a GPU, but not to the processor, where it is.
  /// - Returns: what the body returns.
  /// - Throws: ``TensorError``, or what the body throws.
  package static func withLent<Element: LendableNumber, Result>(
    _ values: [Element], shape: [Int]? = nil, _ body: (Tensor) throws -> Result
  ) throws -> Result {
    let shape = shape ?? [values.count]
    precondition(values.count == shape.reduce(1, *), "a tensor's elements must fill its shape")
    return try values.withUnsafeBytes { values in
      try body(
        try tensor {
          try torch.lend(
            values.baseAddress, Element.lentType, shape.map(Int64.init), Int32(shape.count), $0)
        })
    }
  }

  /// Turns pictures into numbers around 0, in one pass over memory.
  ///
  /// - Parameters:
  ///   - pixels: pictures × side × side × 3 bytes; red, green, blue.
  ///   - side: width and height in pixels.
  ///   - meanBGR: the numbers to subtract from blue, green and red.
  ///   - precision: the number format of the result.
  ///   - device: the device of the result.
  /// - Returns: pictures × 3 × side × side; blue, green, red; channels last in memory.
  public static func pictures(
    _ pixels: [UInt8], side: Int, meanBGR: [Float], precision: Precision, on device: Device
  ) throws -> Tensor {
    precondition(pixels.count % (side * side * 3) == 0, "pictures must be whole")
    precondition(meanBGR.count == 3, "a pixel has three channels")
    let count = pixels.count / (side * side * 3)
    return try tensor {
      try torch.pictures(
        pixels, Int64(count), Int64(side), meanBGR, precision.type, device.name, $0)
    }
  }

  /// Makes a tensor of zeros.
  public static func zeros(_ shape: [Int]) throws -> Tensor {
    try tensor { try torch.zeros(shape.map(Int64.init), Int32(shape.count), $0) }
  }

  /// Makes zeros with this tensor's shape, memory layout and device.
  public func zerosLike() throws -> Tensor {
    try tensor { try torch.zeros_like(handle, $0) }
  }

  /// Draws independent numbers from a normal distribution.
  ///
  /// The same seed gives the same numbers.
  ///
  /// - Parameters:
  ///   - shape: the size of every dimension.
  ///   - mean: the mean of the distribution.
  ///   - deviation: its standard deviation.
  ///   - seed: decides the draws, together with the shape and LibTorch's version.
  public static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double, seed: UInt64
  ) throws -> Tensor {
    try tensor {
      try torch.normal(shape.map(Int64.init), Int32(shape.count), mean, deviation, seed, $0)
    }
  }

  /// Joins tensors along one dimension.
  ///
  /// Their other dimensions must be equal.
  public static func concatenate(_ parts: [Tensor], dimension: Int = 0) throws -> Tensor {
    let handles = parts.map { Optional($0.handle) }
    return try tensor { try torch.concatenate(handles, Int32(handles.count), Int64(dimension), $0) }
  }
}

// Reading tensors.
extension Tensor {
  /// Copies the elements to a Swift array, last dimension fastest.
  ///
  /// - Throws: ``TensorError``.
  /// - Complexity: O(count), one copy.
  public func floats() throws -> [Float] {
    try read(CT_FLOAT32, zero: 0)
  }

  /// Copies the elements of a tensor of integers, such as the positions from
  /// ``minimum(dimension:)``.
  public func integers() throws -> [Int] {
    try read(CT_INT64, zero: 0)
  }

  /// Reads the element of a tensor that has exactly one.
  ///
  /// - Throws: ``TensorError``, also when the tensor has more elements or none.
  public func item() throws -> Float {
    let values = try floats()
    guard let value = values.first, values.count == 1 else {
      throw TensorError(operation: "item", message: "a tensor of shape \(shape) is not one number")
    }
    return value
  }

  private func read<Element>(_ type: ct_type, zero: Element) throws -> [Element] {
    var values = [Element](repeating: zero, count: count)
    let status = values.withUnsafeMutableBytes { bytes in
      loadedTorch.read(handle, type, bytes.baseAddress, Int64(count))
    }
    try check(status, "reading a tensor")
    return values
  }
}
