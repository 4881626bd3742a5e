import Networks
import Tensors
import Testing

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

  /// By hand: 1 and 3 have the mean 2 and the deviation 1, so ∓1 × 3 + 1; a tenth of the mean, and of the
  /// variance with one less in its denominator, 2, goes into the running ones.
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
