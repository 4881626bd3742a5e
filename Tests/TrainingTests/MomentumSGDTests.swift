import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct MomentumSGDTests {
  private struct Expected: Decodable {
    let start: [[Float]]
    let steps: [Step]
  }

  private struct Step: Decodable {
    let rate, norm: Double
    let gradients, weights, velocities: [[Float]]
  }

  /// Against Caffe's solver in NumPy: given gradients, below and above the clip, two rates.
  @Test func everyStepEqualsCaffes() throws {
    let expected = try ReferenceFolder.networks.read("solver.json", as: Expected.self)
    let architecture = Architecture(
      name: "two layers", inputSide: 4,
      layers: [
        Layer("conv", .convolution(outputs: 4, side: 3)), Layer("fc", .linear(outputs: 5)),
      ])
    let shapes = architecture.parameterShapes
    let weights = try shapes.indices.reduce(into: [String: LayerWeights]()) { weights, layer in
      weights[shapes[layer].layer] = LayerWeights(
        kernel: try Tensor(expected.start[2 * layer], shape: shapes[layer].kernel),
        bias: try Tensor(expected.start[2 * layer + 1])
      )
    }
    let network = try Network(architecture, weights: weights)
    let optimiser = try MomentumSGD(network, settings: .authors)
    let clip = try #require(MomentumSGD.Settings.authors.clipNorm)
    #expect(
      expected.steps.contains { $0.norm < clip } && expected.steps.contains { $0.norm > clip })
    for (number, step) in expected.steps.enumerated() {
      for (parameter, gradient) in zip(network.parameters, step.gradients) {
        // The gradient of Σ gradient × parameter is the gradient given.
        let factors = try Tensor(gradient, shape: parameter.tensor.shape)
        try (parameter.tensor * factors).sum().backward()
      }
      let norm = try optimiser.step(rate: step.rate)
      #expect(abs(norm - step.norm) < 1e-6 * step.norm)
      for (index, parameter) in network.parameters.enumerated() {
        let name = "step \(number), \(parameter.layer) \(parameter.role)"
        #expect(
          deviation(try parameter.tensor.floats(), from: step.weights[index]) < 1e-6, "\(name)")
        #expect(
          deviation(try optimiser.velocities[index].floats(), from: step.velocities[index]) < 1e-6,
          "\(name)")
        #expect(try parameter.tensor.gradient() == nil)
      }
    }
  }

  /// Without momentum a step is rate × gradient; the gradient is 1 everywhere.
  @Test func layersHaveTheirOwnRatesAndFrozenOnesStay() throws {
    let architecture = Architecture(
      name: "three layers", inputSide: 1,
      layers: ["fc1", "fc2", "fc3"].map { Layer($0, .linear(outputs: 1)) })
    let weights = try architecture.parameterShapes.reduce(into: [String: LayerWeights]()) {
      weights, shape in
      weights[shape.layer] = LayerWeights(
        kernel: try Tensor([Float](repeating: 1, count: shape.kernel[1]), shape: shape.kernel),
        bias: try Tensor([1])
      )
    }
    let network = try Network(architecture, weights: weights, frozen: ["fc1"])
    let settings = MomentumSGD.Settings(
      momentum: 0, weightDecay: 0, clipNorm: nil, biasRateFactor: 2, biasDecayFactor: 0,
      layerRateFactors: ["fc3": 10])
    let optimiser = try MomentumSGD(network, settings: settings)
    for parameter in network.parameters where parameter.layer != "fc1" {
      try parameter.tensor.sum().backward()
    }
    #expect(throws: TensorError.self) { try network.parameters[0].tensor.sum().backward() }
    try optimiser.step(rate: 0.01)
    let found = try network.parameters.map { try $0.tensor.floats()[0] }
    for (own, hand) in zip(found, [1, 1, 0.99, 0.98, 0.9, 0.8] as [Float]) {
      #expect(abs(own - hand) < 1e-6, "\(found)")
    }
  }

  /// A step of 0.0001 is lost on a bfloat16 near 1, of which the next is 1/256 away; a hundred of them
  /// are not where the weights are kept in 32 bits: 0.99, which rounds to 253/256.
  @Test func stepsTooSmallForBrainFloatsAddUp() throws {
    let architecture = Architecture(
      name: "one layer", inputSide: 1, layers: [Layer("fc", .linear(outputs: 2))])
    let kernel = try Tensor([Float](repeating: 1, count: 6), shape: [2, 3])
    let network = try Network(
      architecture, weights: ["fc": LayerWeights(kernel: kernel, bias: Tensor([1, 1]))],
      precision: .brainFloat16)
    let optimiser = try MomentumSGD(
      network,
      settings: MomentumSGD.Settings(
        momentum: 0, weightDecay: 0, clipNorm: nil, biasRateFactor: 1, biasDecayFactor: 0))
    for _ in 0..<100 {
      for parameter in network.parameters { try parameter.working.toFloat().sum().backward() }
      #expect(try abs(optimiser.step(rate: 0.0001) - 8.0.squareRoot()) < 1e-12)
    }
    for parameter in network.parameters {
      #expect(try parameter.tensor.floats().allSatisfy { abs($0 - 0.99) < 1e-5 })
      #expect(try parameter.working.floats().allSatisfy { $0 == 253 / 256 })
    }
  }
}
