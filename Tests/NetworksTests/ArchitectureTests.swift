import Networks
import Tensors
import TestSupport
import Testing

@Suite struct ArchitectureTests {
  /// From the table of docs/method.md.
  ///
  /// With pooling that rounds down, it would be 60 417 664.
  @Test func thesisNetworkHasItsNumberOfParameters() {
    #expect(Architecture.thesis.parameterCount == 77_719_168)
  }

  /// fc7 has 3072 outputs fewer, each with 4096 weights and a bias.
  @Test func networkForTuplesHasFeaturesOf1024() {
    #expect(Architecture.thesisOf1024.parameterCount == 77_719_168 - 3072 * 4097)
    #expect(Architecture.thesisOf1024.shapes.last?.count == 1024)
    #expect(
      Architecture.thesisOf1024.layers.map(\.name) == Architecture.thesis.layers.map(\.name))
  }

  @Test func theSmallNetworkHasAnEighthOfTheChannels() {
    let (small, whole) = (Architecture.thesisSmall.shapes, Architecture.thesis.shapes)
    #expect(small.map(\.side) == whole.map(\.side))
    #expect(small.map { 8 * $0.channels } == whole.map(\.channels))
  }

  @Test func aClassifierStandsInPlaceOfTheNorm() throws {
    let classifying = Architecture.thesis.classifying(101)
    #expect(classifying.parameterCount == 77_719_168 + 101 * 4097)
    #expect(classifying.layers.suffix(2).map(\.name) == ["relu7", "fc8"])
    #expect(Architecture.named("thesis+101") == classifying)
    #expect(Architecture.named("thesis-1024+2")?.shapes.last?.count == 2)
    for name in ["thesis+", "thesis+0", "thesis+2+3", "thesis+-1", "alexnet+2", "thesis +2"] {
      #expect(Architecture.named(name) == nil, "\(name)")
    }
  }

  /// Layers that are too long to compare, and those of a projection, are left out.
  @Test func layersThatMayServeAsFeaturesAreListed() throws {
    let residual = try #require(Architecture.named("residual>128"))
    #expect(
      residual.candidateLayers == [
        "relu3a", "relu3", "relu4a", "relu4", "relu5a", "relu5", "norm",
      ])
    #expect(Architecture.thesis.candidateLayers == ["relu6", "relu7", "norm"])
  }

  @Test func thesisNetworkHasItsMaps() {
    let sides = Architecture.thesis.shapes.reduce(into: [:]) { $0[$1.name] = $1.side }
    let names = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"]
    #expect(names.map { sides[$0] } == [111, 55, 26, 13, 13, 13, 13, 6])
    #expect(Architecture.thesis.shapes.first { $0.name == "pool5" }?.count == 13_824)
  }
}

@Suite struct ResidualTests {
  /// By hand, kernels and biases: 32·3·25 + 32; for the first block 2 (32·32·9 + 32); for each
  /// later one from i to 2i channels 2i·i·9 + 2i, 2i·2i·9 + 2i and the shortcut 2i·i + 2i; and 2
  /// numbers a channel for each of its normalisations.
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

  /// A projection does not change the features.
  @Test func aProjectionLeavesTheFeatures() throws {
    let projecting = Architecture.residual.projecting(to: 16)
    #expect(projecting.shapes.last?.name == "project2" && projecting.shapes.last?.count == 16)
    #expect(Architecture.named("residual>16") == projecting)
    let (network, plain) = (
      try Network(projecting, seed: 1), try Network(.residual, seed: 1)
    )
    let pixels = Formula.picture(scene: 1, noise: 0, side: 112)
    try withoutGradients {
      let features = try network(InputNormalisation.authors(pixels, for: network), upTo: "norm")
        .floats()
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
