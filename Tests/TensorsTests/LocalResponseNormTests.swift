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

  @Test func valuesFollowTheDefinition() throws {
    let input = try Tensor(Self.pixel.map(Float.init), shape: [1, Self.channels, 1, 1])
    let output = try input.localResponseNorm(size: 5, alpha: Self.alpha, beta: Self.beta, k: 1)
    for (own, expected) in zip(try output.floats(), Self.definition(Self.pixel)) {
      #expect(abs(Double(own) - expected) < 1e-6)
    }
  }

  @Test func gradientsFollowFiniteDifferences() throws {
    let input = try Tensor(Self.pixel.map(Float.init), shape: [1, Self.channels, 1, 1])
    try input.requireGradient()
    let weights: [Double] = [1, -2, 0.5, 3, -1, 2, 0.25]
    let output = try input.localResponseNorm(size: 5, alpha: Self.alpha, beta: Self.beta, k: 1)
    try (output * Tensor(weights.map(Float.init), shape: [1, Self.channels, 1, 1]))
      .sum().backward()
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
  ///
  /// Tests the fused operation, and the generic operations that other types and devices use.
  @Test(arguments: [true, false])
  func equalsPyTorch(isFused: Bool) throws {
    let cases = try ReferenceFolder.networks.read("response-norms.json", as: [Expected].self)
    #expect(cases.count == 6)
    for expected in cases {
      let images = try Tensor(expected.input, shape: expected.shape).channelsLast()
      let input = isFused ? images : try images.toDouble()
      try input.requireGradient()
      let output = try input.localResponseNorm(
        size: expected.size, alpha: expected.alpha, beta: expected.beta, k: expected.k)
      try (output * Tensor(expected.upstream, shape: expected.shape)).sum().backward()
      let gradient = try #require(try input.gradient()).floats()
      #expect(deviation(try output.floats(), from: expected.output) < 1e-6, "\(expected.shape)")
      #expect(deviation(gradient, from: expected.gradient) < 1e-6, "\(expected.shape)")
    }
  }
}
