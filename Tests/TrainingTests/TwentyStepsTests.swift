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

  /// The pictures that show some scenes, the noise of each picture its own; every fifth batch is the
  /// same.
  private static func pixels(of scenes: [Int], batch: Int) -> [UInt8] {
    scenes.enumerated().flatMap { number, scene in
      Formula.picture(
        scene: scene, noise: scenes.count * batch + number, side: Architecture.narrow.inputSide)
    }
  }

  /// Takes twenty steps and compares each with the fixture's.
  ///
  /// - Parameters:
  ///   - name: the fixture.
  ///   - parts: frames an example.
  ///   - labels: for every example, what is known of it.
  ///   - scenes: the scenes of a batch's rows, from the number of the batch.
  private func expectEqual(
    _ name: String, on objective: any Objective, parts: Int, labels: [Int], scenes: (Int) -> [Int]
  ) throws {
    let expected = try ReferenceFolder.networks.read(name, as: Expected.self)
    #expect(expected.losses.count == 20)
    let network = try Network(formula: Architecture.narrow)
    var settings = MomentumSGD.Settings.authors
    settings.clipNorm = expected.clipNorm
    let optimiser = try MomentumSGD(network, settings: settings)
    for step in 0..<20 {
      let images = try InputNormalisation.authors(
        Self.pixels(of: scenes(step % 5), batch: step % 5), side: Architecture.narrow.inputSide,
        on: .cpu)
      let features = try network(images)
      let loss = try objective.loss(
        (0..<parts).map { try features.narrowed(start: $0 * labels.count, length: labels.count) },
        labels: labels)
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

  /// Ten pairs; a successor shows its anchor's scene, a negative partner another one.
  @Test func twentyContrastiveStepsEqualPyTorch() throws {
    let labels = (0..<10).map { $0 % 5 != 4 ? 1 : 0 }
    try expectEqual("training.json", on: ContrastiveObjective(), parts: 2, labels: labels) {
      batch in
      let first = batch * 10..<batch * 10 + 10
      return first + zip(first, labels).map { $1 == 1 ? $0 : $0 + 7 }
    }
  }

  /// Five tuples; successor and later frame show their anchor's scene, the fourth frame another one.
  @Test func twentyQuadrupletStepsEqualPyTorch() throws {
    try expectEqual(
      "quadruplet-training.json", on: QuadrupletObjective(), parts: 4,
      labels: [Int](repeating: 0, count: 5)
    ) { batch in
      let first = Array(batch * 5..<batch * 5 + 5)
      return first + first + first + first.map { $0 + 7 }
    }
  }
}
