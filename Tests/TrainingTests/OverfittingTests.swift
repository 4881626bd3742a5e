import Basics
import Networks
import Tensors
import Testing
import Training

@Suite struct OverfittingTests {
  /// Eight pairs of noise can be learned by heart; a network that can't has a broken gradient.
  @Test func eightPairsAreLearnedByHeart() throws {
    let network = try Network(.thesisSmall, seed: 1, initialisation: .he)
    let optimiser = try MomentumSGD(network, settings: .authors)
    let pixels = (0..<16).flatMap { image -> [UInt8] in
      var generator = SeededGenerator(seed: 1, path: UInt64(image))
      return (0..<227 * 227 * 3).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
    let isPositive = (0..<8).map { $0 % 5 != 4 }
    let images = try InputNormalisation.authors(pixels, side: 227, on: .cpu)
    var losses: [Float] = []
    for _ in 0..<60 {
      let features = try network(images)
      let loss = try ContrastiveObjective().loss(
        anchors: features.narrowed(start: 0, length: 8),
        partners: features.narrowed(start: 8, length: 8), isPositive: isPositive)
      try loss.backward()
      try optimiser.step(rate: 0.03)
      losses.append(try loss.item())
    }
    // One negative of eight: 1/16 if all features were equal, and less where they differ a little.
    #expect(losses[0] > 0.02 && losses[0] < 0.0625)
    #expect(losses[59] < 1e-3, "\(losses)")
  }
}
