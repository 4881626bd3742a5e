import Networks
import Tensors
import TestSupport
import Testing

@Suite struct ResidualTests {
  /// By hand, kernels and biases: 32·3·25 + 32; for the first block 2 (32·32·9 + 32); for each later one
  /// from i to 2i channels 2i·i·9 + 2i, 2i·2i·9 + 2i and the shortcut 2i·i + 2i; and 2 numbers a channel
  /// for each of its normalisations.
  @Test func residualNetworkHasItsNumberOfParameters() {
    let first = 2432 + 64 + 2 * (9248 + 64)
    let later = [32, 64, 128].map { i in
      (18 * i * i + 2 * i) + (36 * i * i + 2 * i) + (2 * i * i + 2 * i) + 3 * 4 * i
    }
    #expect(Architecture.residual.parameterCount == first + later.reduce(0, +))
  }

  @Test func mapsHalveTheirSideAndDoubleTheirChannels() {
    let shapes = Architecture.residual.shapes.reduce(into: [:]) { $0[$1.name] = $1 }
    let names = ["conv1", "pool1", "relu2", "relu3", "relu4", "relu5", "norm"]
    #expect(names.map { shapes[$0]?.side } == [56, 28, 28, 14, 7, 4, 1])
    #expect(names.map { shapes[$0]?.channels } == [32, 32, 32, 64, 128, 256, 256])
  }

  /// By hand: 1 and 2 through a layer that negates them, a ReLU, and the sum with the input.
  @Test func aSumAddsAnEarlierLayersOutput() throws {
    let architecture = Architecture(
      name: "sum", inputSide: 1,
      layers: [
        Layer("first", .convolution(outputs: 1, side: 1)),
        Layer("second", .convolution(outputs: 1, side: 1)), Layer("relu", .relu),
        Layer("sum", .sum(with: "first")),
        Layer("aside", .convolution(outputs: 1, side: 1), from: "first"),
      ])
    func layer(_ kernel: [Float], _ bias: Float) throws -> LayerWeights {
      LayerWeights(
        kernel: try Tensor(kernel, shape: [1, kernel.count, 1, 1]), bias: try Tensor([bias]))
    }
    let network = try Network(
      architecture,
      weights: [
        "first": layer([1, 0, 0], 0), "second": layer([-1], 1.5), "aside": layer([10], 0),
      ])
    let images = try Tensor([1, 0, 0, 2, 0, 0], shape: [2, 3, 1, 1])
    #expect(try network(images, upTo: "sum").floats() == [1.5, 2])
    #expect(try network(images).floats() == [10, 20])
  }

  /// A projection takes up the features before they are divided by their length, and leaves them.
  @Test func aProjectionLeavesTheFeatures() throws {
    let projecting = Architecture.residual.projecting(to: 16)
    #expect(projecting.shapes.last?.name == "project2" && projecting.shapes.last?.count == 16)
    #expect(Architecture.named("residual>16") == projecting)
    let (network, plain) = (
      try Network(projecting, seed: 1), try Network(.residual, seed: 1)
    )
    let pixels = Formula.picture(scene: 1, noise: 0, side: 112)
    try withoutGradients {
      let features = try network(InputNormalisation.authors(pixels, for: network), upTo: "norm").floats()
      #expect(try features == plain(InputNormalisation.authors(pixels, for: plain)).floats())
    }
  }

  @Test func namesSayTheInputsSideTheProjectionAndTheClassifier() throws {
    let architecture = try #require(Architecture.named("thesis-bn@96>32+5"))
    #expect(architecture.name == "thesis-bn@96>32+5" && architecture.inputSide == 96)
    #expect(architecture.layers.last == Layer("fc8", .linear(outputs: 5)))
    #expect(!architecture.layers.contains { $0.name.hasPrefix("project") })
    for name in [
      "residual@31", "residual@1025", "thesis@32", "residual>0", "residual>65537", "residual>",
      "residual@", "residual@64@64", "residual>8@64", "residual@99999999999999999999",
    ] {
      #expect(Architecture.named(name) == nil, "\(name)")
    }
  }
}
