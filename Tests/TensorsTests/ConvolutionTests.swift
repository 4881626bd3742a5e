import Tensors
import TestSupport
import Testing

/// Compares a convolution and its derivatives with their definition, summed in double precision.
@Suite struct ConvolutionTests {
  struct Sizes: CustomTestStringConvertible, Sendable {
    var images = 2
    let channels, outputs, height, width, side: Int
    var stride = 1
    var padding = 0
    var groups = 1

    var rows: Int { (height + 2 * padding - side) / stride + 1 }
    var columns: Int { (width + 2 * padding - side) / stride + 1 }
    var input: [Int] { [images, channels, height, width] }
    var kernel: [Int] { [outputs, channels / groups, side, side] }
    var result: [Int] { [images, outputs, rows, columns] }
    var testDescription: String {
      "\(images)×\(channels)×\(height)×\(width) → \(outputs), side \(side), stride \(stride), "
        + "padding \(padding), groups \(groups)"
    }
  }

  /// Sizes at the limits of the loops' blocks.
  ///
  /// Patch rows are shorter than, as long as, and longer than a vector and a tile of three vectors.
  /// Patches end beyond the picture and at the end of memory. The number of outputs is not a
  /// multiple of four. Patch rows are long enough for products of their own. There are more pixels
  /// than one block has. Outputs are a multiple of 32, so that AVX-512's kernels
  /// can compute them, with groups, and with three channels, where tiles of a patch's numbers
  /// overlap, fit, and are the only one.
  static let sizes = [
    Sizes(channels: 3, outputs: 8, height: 9, width: 11, side: 5, stride: 2, padding: 2),
    Sizes(channels: 3, outputs: 4, height: 17, width: 15, side: 7, stride: 2),
    Sizes(images: 9, channels: 8, outputs: 12, height: 6, width: 7, side: 3, padding: 1),
    Sizes(images: 5, channels: 32, outputs: 8, height: 9, width: 9, side: 1, stride: 2),
    Sizes(channels: 20, outputs: 16, height: 8, width: 8, side: 3, padding: 1, groups: 2),
    Sizes(channels: 56, outputs: 16, height: 6, width: 5, side: 3, padding: 1, groups: 2),
    Sizes(channels: 4, outputs: 6, height: 5, width: 5, side: 3, padding: 1),
    Sizes(images: 1, channels: 16, outputs: 4, height: 3, width: 3, side: 3),
    Sizes(images: 3, channels: 40, outputs: 24, height: 17, width: 18, side: 3, padding: 1),
    Sizes(images: 4, channels: 64, outputs: 80, height: 9, width: 7, side: 3, stride: 2, groups: 2),
    Sizes(images: 5, channels: 104, outputs: 32, height: 4, width: 5, side: 3, padding: 1),
    Sizes(images: 3, channels: 64, outputs: 64, height: 5, width: 6, side: 3, padding: 1),
    Sizes(channels: 128, outputs: 128, height: 5, width: 5, side: 3, padding: 1, groups: 2),
    Sizes(channels: 96, outputs: 64, height: 9, width: 8, side: 5, stride: 2, groups: 2),
    Sizes(
      images: 9, channels: 3, outputs: 32, height: 9, width: 31, side: 5, stride: 2, padding: 2),
    Sizes(channels: 3, outputs: 64, height: 11, width: 45, side: 7, stride: 2),
    Sizes(channels: 3, outputs: 32, height: 6, width: 28, side: 3, stride: 2, padding: 1),
  ]

  /// Sizes that are computed with fewer multiplications.
  ///
  /// Tiles end at the map's edges and beyond them. Outputs are half a panel, a panel, and one and a
  /// half. There are more tiles than are transformed at once. With a stride of 2 a kernel is four
  /// smaller ones: with an even and an odd padding, with and without groups, and for even and odd
  /// pictures whose last row is in no patch.
  static let fewMultiplications = [
    Sizes(images: 3, channels: 16, outputs: 48, height: 9, width: 10, side: 3, padding: 1),
    Sizes(channels: 32, outputs: 16, height: 12, width: 8, side: 3),
    Sizes(images: 1, channels: 48, outputs: 32, height: 3, width: 6, side: 3, padding: 2),
    Sizes(images: 11, channels: 16, outputs: 32, height: 20, width: 18, side: 3, padding: 1),
    Sizes(channels: 32, outputs: 96, height: 8, width: 7, side: 3, padding: 1, groups: 2),
    Sizes(
      channels: 32, outputs: 96, height: 13, width: 15, side: 5, stride: 2, padding: 2, groups: 2),
    Sizes(images: 3, channels: 16, outputs: 16, height: 12, width: 11, side: 5, stride: 2),
    Sizes(channels: 16, outputs: 32, height: 15, width: 16, side: 5, stride: 2, padding: 1),
    Sizes(channels: 16, outputs: 16, height: 13, width: 14, side: 6, stride: 2, padding: 3),
  ]

  /// Sizes whose gradient of the input AVX-512's kernels compute, with a stride and without.
  ///
  /// Even and odd pictures, with rows and columns that no patch reaches, with and without padding and
  /// groups; a kernel that is smaller than the stride, and one that reaches beyond the last patch.
  static let turned = [
    Sizes(
      images: 3, channels: 32, outputs: 64, height: 9, width: 8, side: 3, stride: 2, padding: 1),
    Sizes(channels: 64, outputs: 64, height: 8, width: 7, side: 3, stride: 2, groups: 2),
    Sizes(channels: 32, outputs: 32, height: 9, width: 8, side: 1, stride: 2),
    Sizes(channels: 32, outputs: 32, height: 6, width: 7, side: 2, stride: 2),
    Sizes(channels: 32, outputs: 32, height: 11, width: 12, side: 3, stride: 3, padding: 1),
    Sizes(channels: 32, outputs: 32, height: 5, width: 6, side: 3, stride: 2, padding: 2),
    Sizes(channels: 32, outputs: 64, height: 7, width: 6, side: 5, padding: 2),
    Sizes(channels: 64, outputs: 64, height: 6, width: 5, side: 1, groups: 2),
    Sizes(channels: 32, outputs: 32, height: 2, width: 2, side: 3, padding: 1),
  ]

  /// A choice of kernels, and a number of threads.
  struct Setting: CustomTestStringConvertible, Sendable {
    let kernels: LibTorch.Kernels
    let threads: Int

    var testDescription: String { "\(kernels), threads \(threads)" }
  }

  /// oneDNN, the project's own convolutions, and what is chosen automatically.
  static let kernels = [LibTorch.Kernels.automatic, .libTorch, .avx2, .avx512].filter {
    LibTorch.Kernels.available.contains($0)
  }

  static let settings = kernels.flatMap { kernels in
    [1, 3].map { Setting(kernels: kernels, threads: $0) }
  }

  @Test(arguments: sizes + fewMultiplications + turned, settings)
  func followTheDefinition(sizes: Sizes, setting: Setting) throws {
    let before = LibTorch.threads
    try LibTorch.setThreads(setting.threads)
    defer { try? LibTorch.setThreads(before) }
    try LibTorch.withKernels(setting.kernels) {
      try compareWithDefinition(sizes, .float32, tolerance: 1e-5)
    }
  }

  /// Of the project's own convolutions, those for AVX-512 are for bfloat16 too; oneDNN computes the others.
  ///
  /// Both add up in 32 bits and round the sum to bfloat16, which has 8 significant bits.
  @Test(
    .enabled(
      if: LibTorch.Kernels.available.contains(.avx512), "oneDNN needs AVX-512 for bfloat16"),
    arguments: sizes + fewMultiplications + turned, kernels)
  func brainFloatsFollowTheDefinition(sizes: Sizes, kernels: LibTorch.Kernels) throws {
    try LibTorch.withKernels(kernels) {
      try compareWithDefinition(sizes, .brainFloat16, tolerance: 1.0 / 256)
    }
  }

  /// - Parameter tolerance: the largest error, relative to the largest number of the same tensor.
  private func compareWithDefinition(
    _ sizes: Sizes, _ precision: Precision, tolerance: Double
  ) throws {
    // The numbers are rounded first, so that the definition has the same ones.
    func rounded(_ stream: Int, _ shape: [Int]) throws -> [Float] {
      try Tensor(Formula.values(stream, count: shape.reduce(1, *))).rounded(to: precision).floats()
    }
    let values = try [sizes.input, sizes.kernel, sizes.result].enumerated().map { place, shape in
      try rounded(place + 1, shape)
    }
    let input = try Tensor(values[0], shape: sizes.input).channelsLast().rounded(to: precision)
    let kernel = try Tensor(values[1], shape: sizes.kernel).channelsLast().rounded(to: precision)
    let biases = try rounded(4, [sizes.outputs])
    let bias = try Tensor(biases, shape: [sizes.outputs]).rounded(to: precision)
    for tensor in [input, kernel, bias] { try tensor.requireGradient() }
    let result = try input.convolution(
      kernel: kernel, bias: bias, stride: sizes.stride, padding: sizes.padding, groups: sizes.groups
    )
    #expect(result.shape == sizes.result)
    let unwatched = try withoutGradients {
      try input.convolution(
        kernel: kernel, bias: bias, stride: sizes.stride, padding: sizes.padding,
        groups: sizes.groups)
    }
    try (result.toFloat() * Tensor(values[2], shape: sizes.result)).sum().backward()

    let expected = definition(sizes, values, biases)
    let gradients = try [input, kernel, bias].map { try #require(try $0.gradient()) }
    for (tensor, numbers) in zip([result, unwatched] + gradients, [expected[0]] + expected) {
      let found = try tensor.floats()
      let largest = numbers.map(abs).max() ?? 0
      #expect(found.count == numbers.count)
      for (own, number) in zip(found, numbers) {
        #expect(abs(Double(own) - number) < tolerance * largest)
      }
    }
  }

  /// Checks that forcing kernels changes what runs: a sum of 360 products in another order has other
  /// last bits.
  @Test(.enabled(if: LibTorch.Kernels.available.contains(.avx2)))
  func forcedKernelsAreUsed() throws {
    // With 40 channels, Winograd's filtering is not used.
    let values = Formula.values(1, count: 2 * 40 * 8 * 8)
    let input = try Tensor(values, shape: [2, 40, 8, 8]).channelsLast()
    func run(_ kernels: LibTorch.Kernels) throws -> (result: [Float], gradient: [Float]) {
      let kernel = try Tensor(Formula.values(2, count: 32 * 40 * 9), shape: [32, 40, 3, 3])
        .channelsLast()
      let bias = try Tensor(Formula.values(3, count: 32))
      try kernel.requireGradient()
      try bias.requireGradient()
      return try LibTorch.withKernels(kernels) {
        let result = try input.convolution(
          kernel: kernel, bias: bias, stride: 1, padding: 1, groups: 1)
        try result.squared().sum().backward()
        return (try result.floats(), try #require(try kernel.gradient()).floats())
      }
    }
    let (own, again, libTorch) = (try run(.avx2), try run(.avx2), try run(.libTorch))
    #expect(own.result == again.result && own.gradient == again.gradient)
    #expect(own.result != libTorch.result && own.gradient != libTorch.gradient)
    #expect(deviation(own.result, from: libTorch.result) < 1e-5)
    #expect(deviation(own.gradient, from: libTorch.gradient) < 1e-5)
  }

  /// Runs a convolution with its gradients.
  ///
  /// - Returns: the result, and the gradients of Σ result × (first formula) with respect to input, kernel and bias.
  private func run(_ sizes: Sizes, threads: Int, images: Range<Int>? = nil) throws -> [[Float]] {
    let before = LibTorch.threads
    try LibTorch.setThreads(threads)
    defer { try? LibTorch.setThreads(before) }
    let images = images ?? 0..<sizes.images
    func tensor(_ stream: Int, _ shape: [Int]) throws -> Tensor {
      try Tensor(Formula.values(stream, count: shape.reduce(1, *)), shape: shape)
    }
    let input = try tensor(1, sizes.input).narrowed(start: images.lowerBound, length: images.count)
      .channelsLast()
    let kernel = try tensor(2, sizes.kernel).channelsLast()
    let bias = try tensor(4, [sizes.outputs])
    for tensor in [input, kernel, bias] { try tensor.requireGradient() }
    let result = try input.convolution(
      kernel: kernel, bias: bias, stride: sizes.stride, padding: sizes.padding, groups: sizes.groups
    )
    try (result * result).sum().backward()
    return try [result.floats()]
      + [input, kernel, bias].map { try #require(try $0.gradient()).floats() }
  }

  @Test(
    .enabled(if: LibTorch.Kernels.available.contains(.avx2), "oneDNN promises no bits"),
    arguments: fewMultiplications)
  func threadsAndBatchesDoNotChangeBits(sizes: Sizes) throws {
    let one = try run(sizes, threads: 1)
    let several = try run(sizes, threads: 3)
    let again = try run(sizes, threads: 3)
    // The parts of the kernels' gradients are added in another order.
    #expect(one[0] == several[0] && one[1] == several[1])
    #expect(several == again)
    let first = try run(sizes, threads: 1, images: 0..<1)
    #expect(first[0] == Array(one[0].prefix(first[0].count)))
  }

  /// LibTorch refuses the gradients of an empty batch.
  @Test(
    arguments: [fewMultiplications[0], fewMultiplications[5], turned[0]],
    kernels.filter { [.avx2, .avx512].contains($0) })
  func anEmptyBatchHasNoGradient(sizes: Sizes, kernels: LibTorch.Kernels) throws {
    try LibTorch.withKernels(kernels) {
      var sizes = sizes
      sizes.images = 1
      let found = try run(sizes, threads: 2, images: 0..<0)
      #expect(found[0].isEmpty && found[1].isEmpty)
      #expect(found[2].allSatisfy { $0 == 0 } && found[3].allSatisfy { $0 == 0 })
    }
  }

  /// What does not fit together is refused, with either kernels, and never read.
  @Test(arguments: [
    // More or fewer channels than the kernels have, groups that do not divide the outputs, a kernel
    // that is larger than the picture.
    ([2, 32, 8, 8], [16, 16, 3, 3], 1, 1), ([2, 16, 8, 8], [16, 32, 3, 3], 1, 1),
    ([2, 32, 8, 8], [33, 16, 3, 3], 1, 2), ([1, 32, 4, 4], [32, 32, 5, 5], 2, 1),
  ])
  func whatDoesNotFitIsRefused(
    input: [Int], kernel: [Int], stride: Int, groups: Int
  ) throws {
    for kernels in Self.kernels {
      _ = try LibTorch.withKernels(kernels) {
        #expect(throws: TensorError.self) {
          try Tensor.zeros(input).channelsLast().convolution(
            kernel: Tensor.zeros(kernel).channelsLast(), bias: Tensor.zeros([kernel[0]]),
            stride: stride, padding: 0, groups: groups)
        }
      }
    }
  }

  /// The result, and the gradients of Σ result × upstream with respect to input, kernel and bias.
  private func definition(
    _ sizes: Sizes, _ values: [[Float]], _ biases: [Float]
  ) -> [[Double]] {
    let (input, kernel, upstream) = (values[0], values[1], values[2])
    var result: [Double] = []
    var ofInput = [Double](repeating: 0, count: input.count)
    var ofKernel = [Double](repeating: 0, count: kernel.count)
    var ofBias = [Double](repeating: 0, count: sizes.outputs)
    let groupChannels = sizes.channels / sizes.groups
    for image in 0..<sizes.images {
      for output in 0..<sizes.outputs {
        let group = output / (sizes.outputs / sizes.groups)
        for row in 0..<sizes.rows {
          for column in 0..<sizes.columns {
            let asked = Double(
              upstream[
                ((image * sizes.outputs + output) * sizes.rows + row) * sizes.columns + column])
            ofBias[output] += asked
            var sum = Double(biases[output])
            for channel in 0..<groupChannels {
              for y in 0..<sizes.side {
                for x in 0..<sizes.side {
                  let line = row * sizes.stride - sizes.padding + y
                  let place = column * sizes.stride - sizes.padding + x
                  guard 0..<sizes.height ~= line, 0..<sizes.width ~= place else { continue }
                  let number = group * groupChannels + channel
                  let at =
                    ((image * sizes.channels + number) * sizes.height + line) * sizes.width + place
                  let weight =
                    ((output * groupChannels + channel) * sizes.side + y) * sizes.side + x
                  sum += Double(input[at]) * Double(kernel[weight])
                  ofInput[at] += asked * Double(kernel[weight])
                  ofKernel[weight] += asked * Double(input[at])
                }
              }
            }
            result.append(sum)
          }
        }
      }
    }
    return [result, ofInput, ofKernel, ofBias]
  }
}
