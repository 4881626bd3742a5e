import Basics
import Networks
import Tensors
import Testing
import Training

@Suite struct OverfittingTests {
  /// Eight pairs of noise can be learned by heart, so a network that can't has a broken gradient.
  @Test func eightPairsAreLearnedByHeart() throws {
    let network = try Network(.thesis, seed: 1)
    let optimiser = try MomentumSGD(network, settings: .authors)
    let pixels = (0..<16).flatMap { image -> [UInt8] in
      var generator = SeededGenerator(seed: 1, path: UInt64(image))
      return (0..<227 * 227 * 3).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
    let isPositive = (0..<8).map { $0 % 5 != 4 }
    let images = try InputForm.authors(pixels, side: 227, on: .cpu)
    let clock = ContinuousClock()
    for step in 0..<20 {
      let start = clock.now
      let features = try network(images)
      let loss = try ContrastiveObjective().loss(
        anchors: features.narrowed(start: 0, length: 8),
        partners: features.narrowed(start: 8, length: 8), isPositive: isPositive)
      let t1 = clock.now
      try loss.backward()
      let t2 = clock.now
      let norm = try optimiser.step(rate: 1e-2)
      print(step, try loss.item(), norm, t1 - start, t2 - t1, clock.now - t2)
    }
  }
}
