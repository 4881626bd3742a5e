import Networks
import Tensors
import Testing

@Suite struct ContrastiveObjectiveTests {
  /// Ten pairs of rows, one negative in five, of which every pair has the same distance.
  private func loss(distance: Float) throws -> Float {
    // Unit vectors at an angle whose chord is the distance: 2 sin(a/2) = d.
    let half = distance / 2
    let cosine = 1 - 2 * half * half
    let sine = (1 - cosine * cosine).squareRoot()
    let anchors = try Tensor([Float](repeating: 0, count: 10).flatMap { [1, $0] }, shape: [10, 2])
    let partners = try Tensor((0..<10).flatMap { _ in [cosine, sine] }, shape: [10, 2])
    return try ContrastiveObjective().loss(
      anchors: anchors, partners: partners, isPositive: (0..<10).map { $0 % 5 != 4 }
    ).item()
  }

  /// METHOD.md's collapse constants: ½ × 0.2 × 1² and ½ (0.8 × 0.2² + 0.2 × 0.8²).
  @Test func collapseHasItsConstants() throws {
    #expect(abs(try loss(distance: 0) - 0.100) < 1e-6)
    #expect(abs(try loss(distance: 0.2) - 0.080) < 1e-6)
    #expect(try loss(distance: 0.19) > loss(distance: 0.2))
    #expect(try loss(distance: 0.21) > loss(distance: 0.2))
  }

  /// By hand: a positive pair at distance √2 and a negative one at 0.6 are
  /// ½ · ½ · (2 + 0.4²) = 0.54.
  @Test func valuesByHand() throws {
    let anchors = try Tensor([1, 0, 0.3, 0], shape: [2, 2])
    let partners = try Tensor([0, 1, -0.3, 0], shape: [2, 2])
    let loss = try ContrastiveObjective().loss(
      anchors: anchors, partners: partners, isPositive: [true, false])
    #expect(abs(try loss.item() - 0.54) < 1e-6)
  }

  @Test func theGradientIsFiniteWhereFeaturesAreEqual() throws {
    let anchors = try Tensor([0.6, 0.8, 0.6, 0.8], shape: [2, 2])
    try anchors.requireGradient()
    let partners = try Tensor([0.6, 0.8, 0.6, 0.8], shape: [2, 2])
    let loss = try ContrastiveObjective().loss(
      anchors: anchors, partners: partners, isPositive: [true, false])
    try loss.backward()
    let gradient = try #require(try anchors.gradient()).floats()
    #expect(gradient == [0, 0, 0, 0])
  }

  /// Past the margin a negative pair costs nothing and pulls nothing.
  @Test func negativesPastTheMarginAreLeftAlone() throws {
    let anchors = try Tensor([1, 0], shape: [1, 2])
    try anchors.requireGradient()
    let loss = try ContrastiveObjective().loss(
      anchors: anchors, partners: Tensor([0, 1], shape: [1, 2]), isPositive: [false])
    try loss.backward()
    #expect(try loss.item() == 0)
    #expect(try #require(try anchors.gradient()).floats() == [0, 0])
  }

  /// METHOD.md's band, and the same by hand for one negative in ten: ½ × 0.1 and 0.9 of it.
  @Test func lossesOfNetworksThatLearnedNothingAreKnown() throws {
    for (share, equal, constant) in [(0.2, 0.1, 0.08), (0.1, 0.05, 0.045)] {
      let idle = try #require(ContrastiveObjective().trivialLosses(negativeShare: share))
      for loss in [equal, constant, (equal + constant) / 2] { #expect(idle.contains(loss)) }
      for loss in [equal * 1.02, constant * 0.98] { #expect(!idle.contains(loss)) }
    }
  }
}
