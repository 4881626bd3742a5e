import Networks
import Tensors
import TestSupport
import Testing

/// Compares the whole network with PyTorch's functions in double precision, on the same weights.
@Suite struct ActivationTests {
  private struct Expected: Decodable {
    let layer: String
    let summary: ArraySummary

    init(from decoder: any Decoder) throws {
      layer = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .layer)
      summary = try ArraySummary(from: decoder)
    }

    private enum Key: CodingKey { case layer }
  }

  /// The relative tolerance, as ``ArraySummary`` defines it.
  private static let tolerance = 1e-5

  /// Compares the whole output of every layer, and the input that is made from bytes.
  @Test func everyLayerOfTheThesisNetworkEqualsPyTorch() throws {
    let expected = try ReferenceFolder.networks.read("activations.json", as: [Expected].self)
    let architecture = Architecture.thesis
    #expect(expected.map(\.layer) == ["input"] + architecture.layers.map(\.name))
    let network = try Network(formula: architecture)
    let pixels = (0..<2).flatMap { Formula.picture(scene: $0, noise: $0, side: 227) }
    try withoutGradients {
      let images = try InputNormalisation.authors(pixels, side: 227, on: .cpu)
      for (number, (layer, summary)) in expected.map({ ($0.layer, $0.summary) }).enumerated() {
        let output = layer == "input" ? images : try network(images, upTo: layer)
        let deviation = summary.deviation(of: try output.floats(), stream: number)
        #expect(deviation < Self.tolerance, "\(layer)")
      }
    }
  }
}

@Suite struct BatchNormTests {
  private static func network(frozen: Set<String> = []) throws -> Network {
    let architecture = Architecture(
      name: "one", inputSide: 1,
      layers: [Layer("fc", .linear(outputs: 1)), Layer("bn", .batchNorm)])
    let weights = [
      "fc": LayerWeights(kernel: try Tensor([1, 0, 0], shape: [1, 3]), bias: try Tensor([0])),
      "bn": LayerWeights(
        kernel: try Tensor([3]), bias: try Tensor([1]),
        running: RunningMoments(mean: try Tensor([0]), variance: try Tensor([1]))),
    ]
    return try Network(architecture, weights: weights, frozen: frozen)
  }

  private static func output(of network: Network, _ mode: Network.Mode) throws -> [Float] {
    try network(Tensor([1, 0, 0, 3, 0, 0], shape: [2, 3, 1, 1]), mode: mode).floats()
  }

  private static func running(_ network: Network) throws -> [Float] {
    let moments = try #require(network.runningMoments["bn"])
    return try moments.mean.floats() + moments.variance.floats()
  }

  private static func isNear(_ own: [Float], _ hand: [Float]) -> Bool {
    own.count == hand.count && zip(own, hand).allSatisfy { abs($0 - $1) < 1e-4 }
  }

  /// By hand: 1 and 3 have the mean 2 and the deviation 1, so the outputs are ∓1 × 3 + 1.
  ///
  /// The running numbers take a tenth of the mean, and of the unbiased variance, 2.
  @Test func trainingTakesTheBatchAndMovesTheRunningMoments() throws {
    let network = try Self.network()
    #expect(Self.isNear(try Self.output(of: network, .training), [-2, 4]))
    #expect(Self.isNear(try Self.running(network), [0.2, 1.1]))
  }

  /// By hand: (x − 0) / 1 × 3 + 1.
  @Test func evaluationTakesTheRunningMomentsAndLeavesThem() throws {
    let network = try Self.network()
    #expect(Self.isNear(try Self.output(of: network, .evaluation), [4, 10]))
    #expect(try Self.running(network) == [0, 1])
  }

  @Test func frozenLayersKeepTheirRunningMoments() throws {
    let network = try Self.network(frozen: ["bn"])
    #expect(Self.isNear(try Self.output(of: network, .training), [4, 10]))
    #expect(try Self.running(network) == [0, 1])
  }

  /// Two networks of the same weights do not move each other's moments.
  @Test func networksHaveMomentsOfTheirOwn() throws {
    let first = try Self.network()
    let weights = try first.parameters.reduce(into: [String: LayerWeights]()) {
      weights, parameter in
      guard parameter.role == .kernel else { return }
      weights[parameter.layer] = LayerWeights(
        kernel: parameter.tensor, bias: try Tensor([0]),
        running: first.runningMoments[parameter.layer])
    }
    let second = try Network(first.architecture, weights: weights)
    _ = try Self.output(of: second, .training)
    #expect(try Self.running(first) == [0, 1])
  }
}
