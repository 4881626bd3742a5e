import Networks
import Tensors
import TestSupport
import Testing

/// The objective's gradients against PyTorch's and against differences of its definition.
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

  /// Pairs at distance 0, nearly 0, anywhere, at the margin and past it, positive and negative.
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

  /// Unit vectors at a distance of 0, within the margin, at it, past it, and as far as unit
  /// vectors of no negative number can be.
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
      // Not so for what is not a number, as the square root's derivative at 0 would make it.
      #expect(abs(Double(gradient[place]) - difference / (2 * step)) < 2e-6, "\(place)")
    }
  }
}
