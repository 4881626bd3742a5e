import Networks
import Tensors
import TestSupport
import Testing
import Training

/// Training in bfloat16 against training in 32-bit floats, from the same weights.
@Suite struct PrecisionCurveTests {
  private static let labels = (0..<10).map { $0 % 5 != 4 ? 1 : 0 }
  private static let steps = 200
  private static let architecture = Architecture.narrow(side: 67)

  /// The losses of 200 steps on pairs of 40 scenes, a scene's pictures differing by their noise.
  private func losses(_ precision: Precision, order: Int) throws -> [Double] {
    let network = try Network(formula: Self.architecture, precision: precision)
    let optimiser = try MomentumSGD(network, settings: .authors)
    return try (0..<Self.steps).map { step in
      let anchors = Self.labels.indices.map { index in
        Int(Formula.mixed(order, step * Self.labels.count + index) % 40)
      }
      let partners = zip(anchors, Self.labels).map { $1 == 1 ? $0 : ($0 + 7) % 40 }
      let pixels = (anchors + partners).enumerated().flatMap { number, scene in
        Formula.picture(scene: scene, noise: step * 20 + number, side: Self.architecture.inputSide)
      }
      let features = try network(InputNormalisation.authors(pixels, for: network))
      let loss = try ContrastiveObjective().loss(
        [0, 10].map { try features.narrowed(start: $0, length: 10) }, labels: Self.labels)
      try loss.backward()
      try optimiser.step(rate: 0.001)
      return Double(try loss.item())
    }
  }

  private func means(_ losses: [Double]) -> [Double] {
    stride(from: 0, to: losses.count, by: 20).map { losses[$0..<$0 + 20].reduce(0, +) / 20 }
  }

  /// Noise is what other pairs in the same number change.
  @Test func theLossesAreTheSameWithinNoise() throws {
    let exact = means(try losses(.float32, order: 5))
    let rounded = means(try losses(.brainFloat16, order: 5))
    let other = means(try losses(.float32, order: 6))
    func difference(_ curve: [Double]) -> Double {
      zip(curve, exact).map { abs($0 - $1) }.reduce(0, +) / Double(exact.count)
    }
    #expect(difference(rounded) < difference(other))
    #expect(exact[9] < exact[0])
  }
}
