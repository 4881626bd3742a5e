import Tensors
import TestSupport
import Testing

/// Compares the fused operation with its definition in double precision, and with PyTorch's.
@Suite struct LocalResponseNormTests {
  private static let channels = 7
  private static let alpha = 0.3
  private static let beta = 0.75

  /// x_c / (k + α/5 Σ x²)^β, the sum over up to two channels to either side.
  private static func definition(_ x: [Double]) -> [Double] {
    x.indices.map { c in
      var sum = 0.0
      for other in max(0, c - 2)...min(channels - 1, c + 2) { sum += x[other] * x[other] }
      return x[c] / pow(1 + alpha / 5 * sum, beta)
    }
  }

  private static func pow(_ base: Double, _ exponent: Double) -> Double {
    // 0.75 = 1/2 + 1/4.
    precondition(exponent == 0.75)
    return base.squareRoot() * base.squareRoot().squareRoot()
  }

  private static let pixel: [Double] = [0.5, -1.25, 2, 3.5, -0.75, 0, 4]

  @Test(arguments: LibTorch.Kernels.available)
  func valuesFollowTheDefinition(kernels: LibTorch.Kernels) throws {
    let input = try Tensor(Self.pixel.map(Float.init), shape: [1, Self.channels, 1, 1])
    let output = try LibTorch.withKernels(kernels) {
      try input.localResponseNorm(size: 5, alpha: Self.alpha, beta: Self.beta, k: 1).floats()
    }
    for (own, expected) in zip(output, Self.definition(Self.pixel)) {
      #expect(abs(Double(own) - expected) < 1e-6)
    }
  }

  @Test(arguments: LibTorch.Kernels.available)
  func gradientsFollowFiniteDifferences(kernels: LibTorch.Kernels) throws {
    let input = try Tensor(Self.pixel.map(Float.init), shape: [1, Self.channels, 1, 1])
    try input.requireGradient()
    let weights: [Double] = [1, -2, 0.5, 3, -1, 2, 0.25]
    try LibTorch.withKernels(kernels) {
      let output = try input.localResponseNorm(size: 5, alpha: Self.alpha, beta: Self.beta, k: 1)
      try (output * Tensor(weights.map(Float.init), shape: [1, Self.channels, 1, 1]))
        .sum().backward()
    }
    let gradient = try #require(try input.gradient()).floats()
    let step = 1e-5
    for channel in 0..<Self.channels {
      var (up, down) = (Self.pixel, Self.pixel)
      up[channel] += step
      down[channel] -= step
      let difference = zip(Self.definition(up), Self.definition(down)).map { $0 - $1 }
      let expected = zip(difference, weights).reduce(0) { $0 + $1.0 * $1.1 } / (2 * step)
      #expect(abs(Double(gradient[channel]) - expected) < 1e-5)
    }
  }

  /// Two images of two by two pixels, one value a pixel: every pixel is normalised by itself.
  @Test func everyPixelIsNormalisedByItself() throws {
    let images = try Tensor((0..<16).map { Float($0) - 5 }, shape: [2, 2, 2, 2])
    let whole = try images.localResponseNorm(size: 3, alpha: 0.2, beta: 0.75, k: 2).floats()
    for image in 0..<2 {
      for position in 0..<4 {
        let places = [image * 8 + position, image * 8 + 4 + position]
        let pixel = try Tensor(places.map { Float($0) - 5 }, shape: [1, 2, 1, 1])
        let alone = try pixel.localResponseNorm(size: 3, alpha: 0.2, beta: 0.75, k: 2).floats()
        for (place, value) in zip(places, alone) { #expect(abs(whole[place] - value) < 1e-6) }
      }
    }
  }

  struct Expected: Decodable {
    let shape: [Int]
    let size: Int
    let alpha, beta, k: Double
    let input, upstream, output, gradient: [Float]
  }

  /// Odd sizes, fewer channels than the window, other exponents.
  @Test(arguments: LibTorch.Kernels.available)
  func equalsPyTorch(kernels: LibTorch.Kernels) throws {
    try LibTorch.withKernels(kernels) { try compareWithPyTorch { $0 } }
  }

  /// 64-bit floats, like other devices, use LibTorch's generic operations.
  @Test func genericOperationsEqualPyTorch() throws {
    try compareWithPyTorch { try $0.toDouble() }
  }

  private func compareWithPyTorch(_ convert: (Tensor) throws -> Tensor) throws {
    let cases = try ReferenceFolder.networks.read("response-norms.json", as: [Expected].self)
    #expect(cases.count == 6)
    for expected in cases {
      let input = try convert(Tensor(expected.input, shape: expected.shape).channelsLast())
      try input.requireGradient()
      let output = try input.localResponseNorm(
        size: expected.size, alpha: expected.alpha, beta: expected.beta, k: expected.k)
      try (output * Tensor(expected.upstream, shape: expected.shape)).sum().backward()
      let gradient = try #require(try input.gradient()).floats()
      #expect(deviation(try output.floats(), from: expected.output) < 1e-6, "\(expected.shape)")
      #expect(deviation(gradient, from: expected.gradient) < 1e-6, "\(expected.shape)")
    }
  }

  /// The output and its gradient, of 2 × 37 × 5 × 5 numbers: two vectors of channels and a rest.
  private func norm(
    _ precision: Precision, _ kernels: LibTorch.Kernels
  ) throws -> (output: [Float], gradient: [Float]) {
    let shape = [2, 37, 5, 5]
    let count = shape.reduce(1, *)
    let upstream = try Tensor(Formula.values(2, count: count), shape: shape)
      .rounded(to: .brainFloat16).toFloat()
    // The input is rounded in both cases, so that only the operation differs.
    let input = try Tensor(Formula.values(1, count: count, scale: 20), shape: shape).channelsLast()
      .rounded(to: .brainFloat16).rounded(to: precision)
    try input.requireGradient()
    return try LibTorch.withKernels(kernels) {
      let output = try input.localResponseNorm(size: 5, alpha: 0.3, beta: 0.75, k: 1)
      try (output.toFloat() * upstream).sum().backward()
      return (try output.floats(), try #require(try input.gradient()).floats())
    }
  }

  /// One rounding to bfloat16, which has 8 significant bits, changes a number by at most 2⁻⁸.
  @Test(arguments: LibTorch.Kernels.available)
  func brainFloatsDifferOnlyByRounding(kernels: LibTorch.Kernels) throws {
    let exact = try norm(.float32, .libTorch)
    let rounded = try norm(.brainFloat16, kernels)
    #expect(deviation(rounded.output, from: exact.output) < 1.0 / 256)
    #expect(deviation(rounded.gradient, from: exact.gradient) < 1.0 / 256)
    #expect(rounded.output != exact.output)
  }

  /// Wider vectors change nothing.
  ///
  /// Without AVX2 there is no fused multiplication and addition, so last bits differ: the forced loops
  /// are indeed other ones.
  @Test(
    .enabled(if: LibTorch.Kernels.available.contains(.avx512)), arguments: Precision.allCases)
  func instructionSetsDifferOnlyByFusedOperations(precision: Precision) throws {
    let (avx2, avx512) = (try norm(precision, .avx2), try norm(precision, .avx512))
    #expect(avx2.output == avx512.output && avx2.gradient == avx512.gradient)
    if precision == .float32 {
      let baseline = try norm(precision, .baseline)
      #expect(baseline.output != avx2.output)
      #expect(deviation(baseline.output, from: avx2.output) < 1e-6)
      #expect(deviation(baseline.gradient, from: avx2.gradient) < 1e-6)
    }
  }
}
