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
    let weights = try shapes.indices.reduce(into: [:]) { weights, layer in
      weights[shapes[layer].layer] = (
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
}
