import Tensors
import TestSupport
import Testing

/// Compares the fused batch normalisation with a computation by hand, with its definition, and with LibTorch's chain.
@Suite struct BatchNormTests {
  /// What follows the normalisation.
  enum After: CaseIterable, Sendable {
    case nothing, relu, sum, sumAndRelu, pool, poolAndRelu

    var adds: Bool { self == .sum || self == .sumAndRelu }
    var rectifies: Bool { [.relu, .sumAndRelu, .poolAndRelu].contains(self) }
    var pool: (side: Int, stride: Int)? { self == .pool || self == .poolAndRelu ? (3, 2) : nil }
    /// Two vectors of channels and a rest; with pooling three vectors, because only those are computed at once.
    var channels: Int { pool == nil ? 37 : 48 }
    /// Windows of 9 × 20 pixels, counted by hand; some extend beyond the edge.
    var output: [Int] { pool == nil ? [3, channels, 9, 20] : [3, channels, 4, 10] }
  }

  /// One channel of four numbers with the mean 3 and the variance 4, by hand.
  @Test(arguments: LibTorch.Kernels.available)
  func handComputed(kernels: LibTorch.Kernels) throws {
    let input = try Tensor([1, 1, 5, 5], shape: [4, 1])
    let running = (mean: try Tensor([1], shape: [1]), variance: try Tensor([2], shape: [1]))
    let (scale, shift) = (try Tensor([3], shape: [1]), try Tensor([0.5], shape: [1]))
    let summand = try Tensor([0, 4, 0, -4], shape: [4, 1])
    try LibTorch.withKernels(kernels) {
      // (x − 3) / 2 × 3 + 0.5
      let plain = try input.batchNorm(
        scale: scale, shift: shift, running: running, isTraining: true, epsilon: 0)
      #expect(try plain.floats() == [-2.5, -2.5, 3.5, 3.5])
      // A tenth of the way from 1 to 3, and from 2 to 4 × 4 / 3.
      #expect(deviation(try running.mean.floats(), from: [1.2]) < 1e-6)
      #expect(deviation(try running.variance.floats(), from: [2 + 0.1 * (16.0 / 3 - 2)]) < 1e-6)
      let both = try input.batchNorm(
        scale: scale, shift: shift, running: running, isTraining: true, adding: summand,
        rectifies: true, epsilon: 0)
      #expect(try both.floats() == [0, 1.5, 3.5, 0])
      let fixed = (mean: try Tensor([1], shape: [1]), variance: try Tensor([4], shape: [1]))
      let known = try input.batchNorm(
        scale: scale, shift: shift, running: fixed, isTraining: false, adding: summand,
        rectifies: true, epsilon: 0)
      // (x − 1) / 2 × 3 + 0.5
      #expect(try known.floats() == [0.5, 4.5, 6.5, 2.5])
      #expect(try fixed.mean.floats() == [1] && fixed.variance.floats() == [4])
    }
  }

  struct Result {
    var output, running: [Float]
    /// Of the input, the scale, the shift and the summand.
    var gradients: [[Float]]
  }

  private func normalise(
    _ precision: Precision, _ kernels: LibTorch.Kernels, _ after: After
  ) throws -> Result {
    // Several blocks of rows and a rest.
    let (channels, shape) = (after.channels, [3, after.channels, 9, 20])
    // Rounded in both cases, so that only the operation differs.
    func values(_ seed: Int, scale: Float, _ shape: [Int]) throws -> Tensor {
      try Tensor(
        Formula.values(seed, count: shape.reduce(1, *), scale: scale), shape: shape
      ).channelsLast().rounded(to: .brainFloat16)
    }
    let input = try values(1, scale: 3, shape).rounded(to: precision)
    let summand = try values(2, scale: 1, shape).rounded(to: precision)
    let upstream = try values(3, scale: 1, after.output).toFloat()
    let scale = try Tensor(Formula.values(4, count: channels).map { $0 + 1 }, shape: [channels])
    let shift = try Tensor(Formula.values(5, count: channels), shape: [channels])
    let running = (
      mean: try Tensor([Float](repeating: 0, count: channels), shape: [channels]),
      variance: try Tensor([Float](repeating: 1, count: channels), shape: [channels])
    )
    let watched = [input, scale, shift] + (after.adds ? [summand] : [])
    for tensor in watched { try tensor.requireGradient() }
    return try LibTorch.withKernels(kernels) {
      let output = try input.batchNorm(
        scale: scale, shift: shift, running: running, isTraining: true,
        adding: after.adds ? summand : nil, pooling: after.pool, rectifies: after.rectifies)
      try (output.toFloat() * upstream).sum().backward()
      return Result(
        output: try output.floats(), running: try running.mean.floats() + running.variance.floats(),
        gradients: try watched.map { try #require(try $0.gradient()).floats() })
    }
  }

  @Test(arguments: LibTorch.Kernels.available, After.allCases)
  func equalsLibTorchsChain(kernels: LibTorch.Kernels, after: After) throws {
    let expected = try normalise(.float32, .libTorch, after)
    let own = try normalise(.float32, kernels, after)
    #expect(deviation(own.output, from: expected.output) < 1e-5)
    #expect(deviation(own.running, from: expected.running) < 1e-5)
    #expect(own.gradients.count == (after.adds ? 4 : 3))
    for (own, expected) in zip(own.gradients, expected.gradients) {
      #expect(deviation(own, from: expected) < 1e-4)
    }
  }

  /// One rounding to bfloat16, which has 8 significant bits, changes a number by at most 2⁻⁸; here several follow
  /// each other.
  ///
  /// LibTorch's chain rounds before the sum, so its ReLU stops other numbers.
  @Test(arguments: LibTorch.Kernels.available.filter { $0 != .libTorch }, After.allCases)
  func brainFloatsDifferOnlyByRounding(kernels: LibTorch.Kernels, after: After) throws {
    let expected = try normalise(.float32, .libTorch, after)
    let own = try normalise(.brainFloat16, kernels, after)
    #expect(deviation(own.output, from: expected.output) < 1.0 / 64)
    #expect(deviation(own.running, from: expected.running) < 1e-5)
    for (own, expected) in zip(own.gradients, expected.gradients) {
      #expect(deviation(own, from: expected) < 1.0 / 32)
    }
  }

  /// Squares of numbers around 4096 have no digits left for a variance of 1/3; own sums are around a pivot.
  @Test(arguments: LibTorch.Kernels.available.filter { $0 != .libTorch })
  func aLargeMeanSwallowsNoVariance(kernels: LibTorch.Kernels) throws {
    let count = 4096
    // Multiples of 1/1024 are exact, also beside 4096.
    let close = Formula.values(1, count: count).map { ($0 * 1024).rounded() / 1024 }
    let far = close.map { $0 + 4096 }
    func output(_ numbers: [Float]) throws -> [Float] {
      try LibTorch.withKernels(kernels) {
        try Tensor(numbers, shape: [count, 1]).batchNorm(
          scale: Tensor([1], shape: [1]), shift: Tensor([0], shape: [1]),
          running: (Tensor([0], shape: [1]), Tensor([1], shape: [1])), isTraining: true
        ).floats()
      }
    }
    #expect(deviation(try output(far), from: try output(close)) < 1e-3)
  }

  /// Blocks of rows do not depend on the number of threads, so the sums have the same bits.
  @Test func threadsChangeNoBit() throws {
    let threads = LibTorch.threads
    let both = try normalise(.brainFloat16, .automatic, .sumAndRelu)
    try LibTorch.setThreads(1)
    defer { try? LibTorch.setThreads(threads) }
    let alone = try normalise(.brainFloat16, .automatic, .sumAndRelu)
    #expect(both.output == alone.output && both.gradients == alone.gradients)
  }
}
