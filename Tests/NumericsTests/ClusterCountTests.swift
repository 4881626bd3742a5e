import Basics
import Evaluation
import Numerics
import Testing

@Suite struct ClusterCountTests {
  /// By hand, at 0, 1 and 5 on a line, the first two together: a = 1 and b = 5 give 4/5, a = 1 and b = 4
  /// give 3/4, and the third is alone.
  @Test func silhouettesByHand() {
    let places = [0.0, 1, 5]
    let distances = places.map { one in places.map { abs(one - $0) } }
    let found = ClusterCount.silhouette([0, 0, 1], clusters: 2, distances)
    #expect(abs(found - (0.8 + 0.75 + 0) / 3) < 1e-12)
  }

  /// Heaps of twenty points, 10 apart, each of deviation 1.
  @Test(arguments: [2, 3, 5]) func heapsAreCounted(heaps: Int) throws {
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<20 * heaps).map { row -> [Float] in
      let corner = row % heaps
      return [Double(corner % 3) * 10, Double(corner / 3) * 10].map {
        Float($0 + generator.gaussian())
      }
    }
    let features = Features(rows: rows.count, dimension: 2, values: rows.flatMap { $0 })
    let count = try ClusterCount(of: features, upTo: 8, seed: 1)
    #expect(count.chosen == heaps)
    #expect(count.tried.map(\.clusters) == Array(2...8))
  }

  @Test func aFewRowsLeaveLittleToTry() throws {
    let two = Features(rows: 2, dimension: 1, values: [0, 1])
    let count = try ClusterCount(of: two, seed: 1)
    #expect(count.chosen == 2 && count.tried.isEmpty)
  }
}
