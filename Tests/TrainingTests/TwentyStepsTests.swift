import Networks
import Tensors
import TestSupport
import Testing
import Training

/// Training against PyTorch's differentiation with Caffe's solver in NumPy, in double precision.
@Suite struct TwentyStepsTests {
  private struct Expected: Decodable {
    let rate, clipNorm: Double
    let losses, gradientNorms: [Double]
    let velocities: [ArraySummary]
  }

  /// The thesis network's layers in its order, with few channels.
  private static let narrow = Architecture(
    name: "narrow", inputSide: 99,
    layers: [
      Layer("conv1", .convolution(outputs: 8, side: 7, stride: 2)),
      Layer("relu1", .relu),
      Layer("pool1", .maxPool(side: 3, stride: 2)),
      Layer("norm1", .localResponseNorm()),
      Layer("conv2", .convolution(outputs: 16, side: 5, stride: 2, groups: 2)),
      Layer("relu2", .relu),
      Layer("pool2", .maxPool(side: 3, stride: 2)),
      Layer("norm2", .localResponseNorm()),
      Layer("conv3", .convolution(outputs: 16, side: 3, padding: 1)),
      Layer("relu3", .relu),
      Layer("conv4", .convolution(outputs: 16, side: 3, padding: 1, groups: 2)),
      Layer("relu4", .relu),
      Layer("conv5", .convolution(outputs: 12, side: 3, padding: 1, groups: 2)),
      Layer("relu5", .relu),
      Layer("pool5", .maxPool(side: 3, stride: 2)),
      Layer("fc6", .linear(outputs: 32)),
      Layer("relu6", .relu),
      Layer("fc7", .linear(outputs: 24)),
      Layer("relu7", .relu),
      Layer("norm", .rowNorm),
    ])
  private static let pairs = 10
  private static let isPositive = (0..<pairs).map { $0 % 5 != 4 }

  /// Anchors, then partners; a successor shows its anchor's scene.
  ///
  /// Every fifth batch is the same.
  private static func pixels(step: Int) -> [UInt8] {
    let first = step % 5 * pairs
    let scenes =
      (first..<first + pairs) + zip(first..., isPositive).map { $1 ? $0 : $0 + 7 }
    return scenes.enumerated().flatMap { number, scene in
      Formula.picture(scene: scene, noise: 2 * first + number, side: narrow.inputSide)
    }
  }

  @Test func twentyStepsEqualPyTorch() throws {
    let expected = try ReferenceFolder.networks.read("training.json", as: Expected.self)
    #expect(expected.losses.count == 20)
    let network = try Network(formula: Self.narrow)
    var settings = MomentumSGD.Settings.authors
    settings.clipNorm = expected.clipNorm
    let optimiser = try MomentumSGD(network, settings: settings)
    for step in 0..<20 {
      let images = try InputForm.authors(
        Self.pixels(step: step), side: Self.narrow.inputSide, on: .cpu)
      let features = try network(images)
      let loss = try ContrastiveObjective().loss(
        anchors: features.narrowed(start: 0, length: Self.pairs),
        partners: features.narrowed(start: Self.pairs, length: Self.pairs),
        isPositive: Self.isPositive)
      try loss.backward()
      let norm = try optimiser.step(rate: expected.rate)
      let (own, theirs) = (Double(try loss.item()), expected.losses[step])
      #expect(abs(own - theirs) < 1e-4 * theirs, "step \(step)")
      let norms = expected.gradientNorms[step]
      #expect(abs(norm - norms) < 1e-3 * norms, "step \(step)")
    }
    for (index, parameter) in network.parameters.enumerated() {
      let velocity = try optimiser.velocities[index].floats()
      #expect(
        expected.velocities[index].deviation(of: velocity, stream: index) < 1e-3,
        "\(parameter.layer) \(parameter.role)")
    }
  }
}
