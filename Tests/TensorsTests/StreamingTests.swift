import Tensors
import TestSupport
import Testing

/// Results that are larger than the caches are written past them; that must change no bit.
@Suite struct StreamingTests {
  /// An operation whose results for a picture do not depend on the other pictures.
  enum Operation: CaseIterable, Sendable {
    case convolution, stridedConvolution, firstConvolution, pooling, normalisation

    var channels: Int { self == .firstConvolution ? 3 : 32 }
    /// Of the input and, for the first convolution, twice that of the result.
    var side: Int { self == .firstConvolution ? 128 : 64 }
  }

  /// 48 × 32 × 64 × 64 numbers are 25 MB, and 12.6 MB in bfloat16.
  ///
  /// A sixth of them is less than the 8 MB from which on results are written past the caches.
  private static let pictures = 48

  private func apply(_ operation: Operation, to input: Tensor, _ precision: Precision) throws
    -> Tensor
  {
    let bias = try Tensor.normal([32], deviation: 1, seed: 3)
    func convolved(side: Int, stride: Int) throws -> Tensor {
      let kernel = try Tensor.normal(
        [32, operation.channels, side, side], deviation: 0.1, seed: 2
      ).rounded(to: precision).channelsLast()
      let rounded = try bias.rounded(to: precision)
      // Without their gradients, LibTorch computes the input's.
      for tensor in [kernel, rounded] { try tensor.requireGradient() }
      return try input.convolution(
        kernel: kernel, bias: rounded, stride: stride, padding: side / 2, groups: 1)
    }
    switch operation {
    case .convolution: return try convolved(side: 3, stride: 1)
    case .stridedConvolution: return try convolved(side: 3, stride: 2)
    case .firstConvolution: return try convolved(side: 5, stride: 2)
    case .pooling:
      return try input.maxPool(side: 3, stride: 2, roundsUp: true)
    case .normalisation:
      let variance = try bias.squared().affine(summand: 1)
      return try input.batchNorm(
        scale: bias, shift: bias, running: (bias, variance), isTraining: false, adding: input,
        rectifies: true)
    }
  }

  /// The result, then the gradient of the sum of its squares.
  private func run(_ operation: Operation, on given: Tensor, _ precision: Precision) throws
    -> [[Float]]
  {
    let input = try given.channelsLast()
    // Normalisation by running moments has no gradient of its own.
    guard operation != .normalisation else {
      return [try apply(operation, to: input, precision).toFloat().floats()]
    }
    try input.requireGradient()
    let result = try apply(operation, to: input, precision)
    try (result * result).toFloat().sum().backward()
    return try [result, #require(try input.gradient())].map { try $0.toFloat().floats() }
  }

  @Test(
    arguments: LibTorch.Kernels.available.filter { $0 != .libTorch }, Operation.allCases)
  func picturesAreTheSameInLargeAndSmallBatches(
    kernels: LibTorch.Kernels, operation: Operation
  ) throws {
    try LibTorch.withKernels(kernels) {
      for precision in [Precision.float32, .brainFloat16] {
        let images = try Tensor.normal(
          [Self.pictures, operation.channels, operation.side, operation.side], deviation: 1, seed: 1
        ).rounded(to: precision)
        let whole = try run(operation, on: images, precision)
        let sixth = Self.pictures / 6
        for part in [0, 5] {
          let found = try run(
            operation, on: images.narrowed(start: part * sixth, length: sixth), precision)
          for (whole, found) in zip(whole, found) {
            let first = part * found.count
            #expect(whole.count == 6 * found.count)
            // LibTorch's own convolutions promise no bits.
            #expect(deviation(Array(whole[first..<first + found.count]), from: found) < 1e-5)
          }
        }
      }
    }
  }

  /// With gradients, moments are those of the whole batch, so large batches are compared with LibTorch's chain.
  @Test(arguments: [false, true])
  func largeGradientsOfNormalisationEqualLibTorchs(pools: Bool) throws {
    let images = try Tensor.normal([Self.pictures, 32, 64, 64], deviation: 1, seed: 1)
      .channelsLast()
    let summand = try Tensor.normal([Self.pictures, 32, 64, 64], deviation: 1, seed: 2)
      .channelsLast()
    let (scale, shift) = (
      try Tensor.normal([32], deviation: 1, seed: 3), try Tensor.normal([32], deviation: 1, seed: 4)
    )
    let watched = [images, scale, shift] + (pools ? [] : [summand])
    func run(_ kernels: LibTorch.Kernels) throws -> [[Float]] {
      for tensor in watched {
        try tensor.requireGradient()
        try tensor.clearGradient()
      }
      return try LibTorch.withKernels(kernels) {
        let running = (mean: try shift.zerosLike(), variance: try shift.zerosLike())
        let result = try images.batchNorm(
          scale: scale, shift: shift, running: running, isTraining: true,
          adding: pools ? nil : summand, pooling: pools ? (3, 2) : nil, rectifies: true)
        try (result * result).sum().backward()
        return try [result.floats()]
          + watched.map { try #require(try $0.gradient()).floats() }
      }
    }
    for (own, expected) in zip(try run(.automatic), try run(.libTorch)) {
      #expect(deviation(own, from: expected) < 1e-4)
    }
  }
}
