import Tensors
import TestSupport
import Testing

/// Compares fully connected layers with their definition, in double precision.
@Suite struct LinearTests {
  struct Sizes: CustomTestStringConvertible, Sendable {
    let batch, inputs, outputs: Int
    var testDescription: String { "\(batch) × \(inputs) → \(outputs)" }
  }

  /// Sizes around those that the kernel takes at a time: 64 and 256 inputs, 128 numbers, 4 and 256 outputs; and none.
  static let sizes = [
    Sizes(batch: 1, inputs: 5, outputs: 3), Sizes(batch: 64, inputs: 128, outputs: 4),
    Sizes(batch: 65, inputs: 130, outputs: 67), Sizes(batch: 130, inputs: 37, outputs: 515),
    Sizes(batch: 259, inputs: 7, outputs: 2), Sizes(batch: 0, inputs: 5, outputs: 3),
    Sizes(batch: 3, inputs: 0, outputs: 2), Sizes(batch: 3, inputs: 5, outputs: 1),
  ]

  private struct Layer {
    let sizes: Sizes
    let input, weight, bias: Tensor

    /// Numbers are rounded first, so that the definition has the same ones.
    init(_ sizes: Sizes, _ precision: Precision) throws {
      func values(_ stream: Int, _ shape: [Int]) throws -> Tensor {
        try Tensor(Formula.values(stream, count: shape.reduce(1, *)), shape: shape)
          .rounded(to: precision)
      }
      self.sizes = sizes
      input = try values(1, [sizes.batch, sizes.inputs])
      weight = try values(2, [sizes.outputs, sizes.inputs])
      bias = try values(3, [sizes.outputs])
    }

    /// The definition: each output is the sum of its bias and of the products of its weights with the inputs.
    func expected() throws -> [Double] {
      let (rows, columns, shifts) = (try input.floats(), try weight.floats(), try bias.floats())
      return (0..<sizes.batch).flatMap { row in
        (0..<sizes.outputs).map { output in
          (0..<sizes.inputs).reduce(Double(shifts[output])) {
            $0 + Double(rows[row * sizes.inputs + $1]) * Double(columns[output * sizes.inputs + $1])
          }
        }
      }
    }
  }

  /// Every kernel, and the automatic choice, gives the sums of the definition within the format's rounding.
  @Test(arguments: sizes, Precision.allCases)
  func followsTheDefinition(sizes: Sizes, precision: Precision) throws {
    let layer = try Layer(sizes, precision)
    let tolerance = precision == .float32 ? 1e-6 : 1.0 / 256
    let expected = try layer.expected()
    let largest = expected.map(abs).max() ?? 0
    for kernels in LibTorch.Kernels.available {
      let found = try LibTorch.withKernels(kernels) {
        try withoutGradients { try layer.input.linear(weight: layer.weight, bias: layer.bias) }
      }
      #expect(found.shape == [sizes.batch, sizes.outputs])
      for (own, number) in zip(try found.floats(), expected) {
        #expect(abs(Double(own) - number) <= tolerance * largest, "\(kernels)")
      }
    }
  }

  /// Inputs and weights may be views whose numbers are not in order.
  @Test(arguments: LibTorch.Kernels.available)
  func viewsAreRead(kernels: LibTorch.Kernels) throws {
    let layer = try Layer(Self.sizes[2], .brainFloat16)
    try LibTorch.withKernels(kernels) {
      try withoutGradients {
        let copies = try [layer.input, layer.weight].map { tensor in
          try Tensor(tensor.transposed().floats(), shape: tensor.shape.reversed())
            .rounded(to: .brainFloat16).transposed()
        }
        let found = try copies[0].linear(weight: copies[1], bias: layer.bias).floats()
        #expect(
          try found == layer.input.linear(weight: layer.weight, bias: layer.bias).floats())
      }
    }
  }

  /// This project's kernels give an input the same outputs in any batch, bit for bit, so that features can be compared.
  ///
  /// There are thousands of outputs, because rounding hides most differences between sums in another order.
  @Test(arguments: LibTorch.Kernels.available.filter { $0 != .automatic && $0 != .libTorch })
  func outputsDoNotDependOnTheBatch(kernels: LibTorch.Kernels) throws {
    let layer = try Layer(Sizes(batch: 70, inputs: 2050, outputs: 4001), .brainFloat16)
    func outputs(from start: Int, _ count: Int) throws -> [Float] {
      let inputs = try layer.input.narrowed(start: start, length: count)
      return try inputs.linear(weight: layer.weight, bias: layer.bias).floats()
    }
    try LibTorch.withKernels(kernels) {
      try withoutGradients {
        let whole = try outputs(from: 0, 70)
        #expect(try outputs(from: 64, 6) == Array(whole[(64 * 4001)...]))
        #expect(try outputs(from: 69, 1) == Array(whole[(69 * 4001)...]))
      }
    }
  }

  /// A layer whose gradient is needed has one: of a sum of outputs, a weight's is the sum of its inputs.
  @Test(arguments: LibTorch.Kernels.available)
  func gradientsAreKept(kernels: LibTorch.Kernels) throws {
    let layer = try Layer(Self.sizes[1], .brainFloat16)
    try layer.weight.requireGradient()
    try LibTorch.withKernels(kernels) {
      try layer.input.linear(weight: layer.weight, bias: layer.bias).toFloat().sum().backward()
    }
    let rows = try layer.input.floats()
    let first = stride(from: 0, to: rows.count, by: 128).reduce(0.0) { $0 + Double(rows[$1]) }
    let gradient = try #require(try layer.weight.gradient()).floats()
    #expect(abs(Double(gradient[0]) - first) < 0.01 * max(abs(first), 1))
  }

  @Test(arguments: LibTorch.Kernels.available)
  func sizesThatDoNotFitAreRefused(kernels: LibTorch.Kernels) throws {
    let input = try Tensor.zeros([64, 5]).rounded(to: .brainFloat16)
    let bias = try Tensor.zeros([3]).rounded(to: .brainFloat16)
    try LibTorch.withKernels(kernels) {
      for shape in [[3, 4], [2, 5]] {
        let weight = try Tensor.zeros(shape).rounded(to: .brainFloat16)
        #expect(throws: TensorError.self) {
          try withoutGradients { try input.linear(weight: weight, bias: bias) }
        }
      }
    }
  }
}
