import Networks
import Tensors
import TestSupport
import Testing

/// Computing in bfloat16, which keeps 8 significant bits: one rounding is at most 2⁻⁸ off.
@Suite struct PrecisionTests {
  private static let rounding = 1.0 / 256

  /// By hand: the upper 16 bits, rounded to the nearest, ties to even.
  @Test func picturesAreRoundedAsBrainFloats() throws {
    let form = InputNormalisation(meanBGR: [0.5, 1, 2])
    // Red 10, green 20, blue 30; red 255, green 0, blue 129; …
    let pixels: [UInt8] = [10, 20, 30, 255, 0, 129, 10, 20, 130, 10, 20, 30]
    let exact = try form(pixels, side: 2, precision: .float32, on: .cpu)
    #expect(exact.shape == [1, 3, 2, 2])
    #expect(
      try exact.floats() == [29.5, 128.5, 129.5, 29.5, 19, -1, 19, 19, 8, 253, 8, 8])
    let rounded = try form(pixels, side: 2, precision: .brainFloat16, on: .cpu)
    // Between 128 and 129, and between 129 and 130, the even one has the last bit 0.
    #expect(
      try rounded.floats() == [29.5, 128, 130, 29.5, 19, -1, 19, 19, 8, 253, 8, 8])
  }

  @Test func featuresAreThoseOfFullPrecisionButForRounding() throws {
    let pixels = (0..<4).flatMap { Formula.picture(scene: $0, noise: $0, side: 99) }
    let exact = try Network(formula: .narrow)
    let rounded = try Network(formula: .narrow, precision: .brainFloat16)
    try withoutGradients {
      for layer in Architecture.narrow.layers.map(\.name) {
        let expected = try exact(InputNormalisation.authors(pixels, for: exact), upTo: layer)
          .floats()
        let found = try rounded(InputNormalisation.authors(pixels, for: rounded), upTo: layer)
          .floats()
        // Input, weights, and every layer on the way are rounded; errors are not all of one sign.
        #expect(deviation(found, from: expected) < 4 * Self.rounding, "\(layer)")
        #expect(found != expected, "\(layer)")
      }
    }
  }

  @Test func responseNormsAreThoseOfFullPrecisionButForRounding() throws {
    let values = Formula.values(1, count: 2 * 24 * 5 * 5, scale: 20)
    let upstream = try Tensor(Formula.values(2, count: values.count), shape: [2, 24, 5, 5])
    func norm(_ precision: Precision) throws -> (output: [Float], gradient: [Float]) {
      // Rounded before either, so that only what the operation does differs.
      let input = try Tensor(values, shape: [2, 24, 5, 5]).channelsLast()
        .rounded(to: .brainFloat16).rounded(to: precision)
      try input.requireGradient()
      let output = try input.localResponseNorm(size: 5, alpha: 0.3, beta: 0.75, k: 1)
      try (output.toFloat() * upstream.rounded(to: .brainFloat16).toFloat()).sum().backward()
      return (try output.floats(), try #require(try input.gradient()).floats())
    }
    let (exact, rounded) = (try norm(.float32), try norm(.brainFloat16))
    #expect(deviation(rounded.output, from: exact.output) < Self.rounding)
    #expect(deviation(rounded.gradient, from: exact.gradient) < Self.rounding)
    #expect(rounded.output != exact.output)
  }

  /// ReLU after pooling is the same as before it, number for number.
  @Test func poolingGoesBeforeReLUUnlessItsOutputIsAskedFor() throws {
    func operations(_ layer: String?) throws -> [String] {
      try Architecture.narrow.fusedLayers(upTo: layer).map {
        "\($0.first.operation)".prefix { $0 != "(" }
      }
      .map(String.init)
    }
    let first = ["convolution", "maxPool", "relu"]
    #expect(try operations("pool1") == first)
    #expect(try operations("relu1") == ["convolution", "relu"])
    #expect(
      try operations("fc6") == first + ["localResponseNorm"] + first + [
        "localResponseNorm", "convolution", "relu", "convolution", "relu", "convolution", "maxPool",
        "relu", "linear",
      ])
    #expect(
      try Architecture.narrow.fusedLayers().map(\.name) == Architecture.narrow.layers.map(\.name))
  }
  /// Layers are computed together only where nobody else reads what is between them.
  @Test func batchNormalisationTakesTheSumAndReLUWithIt() throws {
    func names(_ layer: String?) throws -> [String] {
      try Architecture.residual.fusedLayers(upTo: layer).map(\.name)
    }
    #expect(
      try names("relu3") == [
        "conv1", "pool1", "conv2a", "relu2a", "conv2b", "relu2", "shortcut3",
        "shortcut-bn3", "conv3a", "relu3a", "conv3b", "relu3",
      ])
    #expect(try names("sum2").suffix(2) == ["conv2b", "sum2"])
    #expect(try names("bn2b").suffix(2) == ["conv2b", "bn2b"])
    let last = try #require(try Architecture.residual.fusedLayers(upTo: "relu3").last)
    #expect(last.first.name == "bn3b" && last.summand == "shortcut-bn3" && last.rectifies)
  }
}
