import Networks
import Tensors
import TestSupport
import Testing

@Suite struct ContrastiveObjectiveTests {
  /// The loss of ten pairs with equal distances.
  ///
  /// One pair in five is negative.
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

  /// From docs/method.md: ½ × 0.2 × 1² and ½ (0.8 × 0.2² + 0.2 × 0.8²).
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

  /// A negative pair beyond the margin has no loss and no gradient.
  @Test func negativesPastTheMarginAreLeftAlone() throws {
    let anchors = try Tensor([1, 0], shape: [1, 2])
    try anchors.requireGradient()
    let loss = try ContrastiveObjective().loss(
      anchors: anchors, partners: Tensor([0, 1], shape: [1, 2]), isPositive: [false])
    try loss.backward()
    #expect(try loss.item() == 0)
    #expect(try #require(try anchors.gradient()).floats() == [0, 0])
  }

  /// From docs/method.md; for one negative in ten, by hand: ½ × 0.1 and 0.9 of it.
  @Test func lossesOfNetworksThatLearnedNothingAreKnown() throws {
    for (share, equal, constant) in [(0.2, 0.1, 0.08), (0.1, 0.05, 0.045)] {
      let trivial = try #require(ContrastiveObjective().trivialLosses(negativeShare: share))
      for loss in [equal, constant, (equal + constant) / 2] { #expect(trivial.contains(loss)) }
      for loss in [equal * 1.02, constant * 0.98] { #expect(!trivial.contains(loss)) }
    }
  }
}

/// Compares the gradients with PyTorch's and with finite differences of the definition.
@Suite struct ContrastiveGradientTests {
  private struct Expected: Decodable {
    let margin: Double
    let columns: Int
    let isPositive: [Bool]
    let anchors, partners, anchorGradient, partnerGradient: [Float]
    let loss: Double
  }

  /// The loss and its gradients with respect to both inputs.
  private struct Found {
    let loss: Double
    let anchorGradient, partnerGradient: [Float]

    init(_ anchors: [Float], _ partners: [Float], isPositive: [Bool], margin: Double) throws {
      let shape = [isPositive.count, anchors.count / isPositive.count]
      let (left, right) = (try Tensor(anchors, shape: shape), try Tensor(partners, shape: shape))
      try left.requireGradient()
      try right.requireGradient()
      let loss = try ContrastiveObjective(margin: margin)
        .loss(anchors: left, partners: right, isPositive: isPositive)
      try loss.backward()
      self.loss = Double(try loss.item())
      anchorGradient = try #require(try left.gradient()).floats()
      partnerGradient = try #require(try right.gradient()).floats()
    }
  }

  /// Positive and negative pairs at distance 0, near 0, at the margin, beyond it, and elsewhere.
  @Test func equalsPyTorch() throws {
    let cases = try ReferenceFolder.networks.read("contrasts.json", as: [Expected].self)
    #expect(cases.map(\.margin) == [1, 0.6])
    for expected in cases {
      let found = try Found(
        expected.anchors, expected.partners, isPositive: expected.isPositive,
        margin: expected.margin)
      #expect(abs(found.loss - expected.loss) < 1e-6 * expected.loss)
      #expect(deviation(found.anchorGradient, from: expected.anchorGradient) < 1e-5)
      #expect(deviation(found.partnerGradient, from: expected.partnerGradient) < 1e-5)
    }
  }

  /// ½ (y d² + (1 − y) max(margin − d, 0)²) of one pair of points in the plane.
  private static func definition(_ pair: [Double], isPositive: Bool, margin: Double) -> Double {
    let (x, y) = (pair[0] - pair[2], pair[1] - pair[3])
    let distance = (x * x + y * y).squareRoot()
    let shortfall = max(margin - distance, 0)
    return (isPositive ? distance * distance : shortfall * shortfall) / 2
  }

  /// Unit vectors at distance 0, within the margin, at it, beyond it, and at √2, the greatest
  /// distance of unit vectors without negative numbers.
  @Test(arguments: [0, 0.25, 0.8, 1.2, 2.0.squareRoot()], [true, false])
  func gradientsFollowFiniteDifferences(distance: Double, isPositive: Bool) throws {
    let margin = 0.8
    let cosine = 1 - distance * distance / 2
    let pair = [cosine, (1 - cosine * cosine).squareRoot(), 1, 0]
    let found = try Found(
      pair[..<2].map(Float.init), pair[2...].map(Float.init), isPositive: [isPositive],
      margin: margin)
    let gradient = found.anchorGradient + found.partnerGradient
    let step = 1e-6
    for place in pair.indices {
      var (up, down) = (pair, pair)
      up[place] += step
      down[place] -= step
      let difference =
        Self.definition(up, isPositive: isPositive, margin: margin)
        - Self.definition(down, isPositive: isPositive, margin: margin)
      // The comparison fails for NaN, which the derivative of the square root at 0 would give.
      #expect(abs(Double(gradient[place]) - difference / (2 * step)) < 2e-6, "\(place)")
    }
  }
}
