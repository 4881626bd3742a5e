import Networks
import Tensors
import TestSupport
import Testing

@Suite struct QuadrupletObjectiveTests {
  private struct Expected: Decodable {
    let margin: Double
    let columns: Int
    let frames, gradients: [[Float]]
    let loss: Double
  }

  /// The loss of tuples, and its gradients with respect to all four frames.
  private static func descend(
    _ frames: [[Float]], columns: Int, margin: Double
  ) throws -> (loss: Double, gradients: [[Float]]) {
    let tuples = frames[0].count / columns
    let given = try frames.map { try Tensor($0, shape: [tuples, columns]) }
    for rows in given { try rows.requireGradient() }
    let loss = try QuadrupletObjective(margin: margin)
      .loss(given, labels: [Int](repeating: 0, count: tuples))
    try loss.backward()
    return (
      Double(try loss.item()), try given.map { try $0.gradient()?.floats() ?? [] }
    )
  }

  /// Tuples with open hinges, with closed hinges, and with frames equal to their anchors.
  @Test func equalsPyTorch() throws {
    let cases = try ReferenceFolder.networks.read("quadruplets.json", as: [Expected].self)
    #expect(cases.map(\.margin) == [0.5, 0.2])
    for expected in cases {
      let found = try Self.descend(
        expected.frames, columns: expected.columns, margin: expected.margin)
      #expect(abs(found.loss - expected.loss) < 1e-6 * expected.loss)
      for (own, theirs) in zip(found.gradients, expected.gradients) {
        #expect(deviation(own, from: theirs) < 1e-5)
      }
    }
  }

  /// By hand, in the plane: anchor (1, 0), successor at a squared distance of 0.16, later frame at
  /// 0.36, another video's at 0.04 and, in the second tuple, at 2.
  ///
  /// The loss is (0.16 + 0.36 − 0.04 + 0.5 + 0.16 + 0) / 2. The first hinge is open and the second
  /// is closed. If the hinge were decided for the whole batch, both would be closed: 0.36 × 2 −
  /// 2.04 + 1 < 0.
  @Test func everyTupleHasItsOwnHinge() throws {
    let found = try Self.descend(
      [[1, 0, 1, 0], [0.6, 0, 0.6, 0], [0.4, 0, 0.4, 0], [0.8, 0, 0, 1]], columns: 2, margin: 0.5)
    #expect(abs(found.loss - 0.57) < 1e-6)
    // Of the first tuple's fourth frame: 2 (a − o) / 2; of the second's: none.
    #expect(deviation(found.gradients[3], from: [0.2, 0, 0, 0]) < 1e-6)
  }

  /// The loss of one tuple as a function of its eight numbers.
  private static func definition(_ tuple: [Double], margin: Double) -> Double {
    func squaredDistance(to place: Int) -> Double {
      let (x, y) = (tuple[0] - tuple[2 * place], tuple[1] - tuple[2 * place + 1])
      return x * x + y * y
    }
    return squaredDistance(to: 1)
      + max(0, squaredDistance(to: 2) - squaredDistance(to: 3) + margin)
  }

  /// An open hinge, a closed one, and all frames the same.
  @Test(arguments: [
    [1, 0, 0.8, 0.6, 0, 1, 0.6, 0.8], [1, 0, 0.8, 0.6, 0.96, 0.28, 0, 1],
    [0.6, 0.8, 0.6, 0.8, 0.6, 0.8, 0.6, 0.8],
  ])
  func gradientsFollowFiniteDifferences(tuple: [Double]) throws {
    let frames = (0..<4).map { [Float(tuple[2 * $0]), Float(tuple[2 * $0 + 1])] }
    let gradient = try Self.descend(frames, columns: 2, margin: 0.5).gradients.flatMap { $0 }
    let step = 1e-6
    for place in tuple.indices {
      var (up, down) = (tuple, tuple)
      up[place] += step
      down[place] -= step
      let difference = Self.definition(up, margin: 0.5) - Self.definition(down, margin: 0.5)
      #expect(abs(Double(gradient[place]) - difference / (2 * step)) < 2e-6, "\(place)")
    }
  }

  @Test func equalFeaturesCostTheMargin() throws {
    let rows: [Float] = [0.6, 0.8, 0.6, 0.8]
    let found = try Self.descend([rows, rows, rows, rows], columns: 2, margin: 0.5)
    #expect(found.loss == 0.5)
    let trivial = try #require(QuadrupletObjective().trivialLosses(negativeShare: 0.5))
    #expect(trivial.contains(found.loss) && !trivial.contains(0.49) && !trivial.contains(0.51))
  }
}
