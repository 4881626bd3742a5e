import Datasets
import Evaluation
import Numerics
import Testing

@Suite struct MotionDescriptorTests {
  /// One cell and two directions, downwards and upwards, which a mirror leaves.
  private static let plain = MotionDescriptor(layout: FlowHistogramLayout(cells: 1, directions: 2))

  /// By hand, four histograms, one a quarter, each only seen by its own: with their mirror images they are
  /// twice themselves; their total of 24 is divided by, and roots are taken.
  @Test func quartersAreAddedToTheirMirrorImages() {
    let found = Self.plain.describe([1, 3, 2, 2, 0, 0, 4, 0])
    let hand = [2, 6, 4, 4, 0, 0, 8, 0].map { (Float($0) / 24).squareRoot() }
    #expect(found.count == 8)
    for (own, expected) in zip(found, hand) { #expect(abs(own - expected) < 1e-6, "\(found)") }
  }

  /// By hand, two histograms in a video of four quarters: their middles lie at 0.5 and 2.5 quarters, halfway
  /// between those of the first and the second, and of the third and the last.
  @Test func whatLiesBetweenTwoQuartersCountsForBoth() {
    let found = Self.plain.describe([1, 0, 0, 3])
    let hand = [2, 0, 2, 0, 0, 6, 0, 6].map { (Float($0) / 16).squareRoot() }
    for (own, expected) in zip(found, hand) { #expect(abs(own - expected) < 1e-6, "\(found)") }
  }

  /// Two cells across, four directions from straight to the right on: the first direction turned by a half
  /// is the second, and the left cell becomes the right one.
  @Test func aMirroredVideoIsTheSame() {
    let descriptor = MotionDescriptor(layout: FlowHistogramLayout(cells: 2, directions: 4))
    var (video, mirrored) = ([Float](repeating: 0, count: 16), [Float](repeating: 0, count: 16))
    for (row, column, direction, value) in [(0, 0, 0, 5), (1, 1, 3, 2), (1, 0, 2, 1)] {
      video[(row * 2 + column) * 4 + direction] = Float(value)
      mirrored[(row * 2 + 1 - column) * 4 + [1, 0, 3, 2][direction]] = Float(value)
    }
    #expect(descriptor.describe(video) == descriptor.describe(mirrored))
    #expect(video != mirrored)
  }

  @Test func aVideoWithoutMotionIsAllZeros() {
    #expect(Self.plain.describe([]) == [Float](repeating: 0, count: 8))
    #expect(Self.plain.describe([0, 0]) == [Float](repeating: 0, count: 8))
  }
}

@Suite struct VideoQuartersTests {
  /// By hand, two rows in a video of four quarters: each counts for two of them.
  @Test func rowsAreAveragedWithinQuarters() {
    let rows = Features(rows: 2, dimension: 2, values: [3, 0, 0, 4])
    #expect(VideoQuarters.means(of: rows) == [3, 0, 3, 0, 0, 4, 0, 4])
    #expect(VideoQuarters.means(of: rows, from: 1) == [0, 0, 0, 0, 0, 4, 0, 4])
    let none = Features(rows: 0, dimension: 2, values: [])
    #expect(VideoQuarters.means(of: none) == [Float](repeating: 0, count: 8))
  }
}
