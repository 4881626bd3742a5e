import Evaluation
import Numerics
import Testing

@Suite struct NearestNeighboursTests {
  struct Expected: Decodable {
    var videos, nearestOfOthers, seven: [Int]
  }

  @Test func equalsScikitLearnAndBruteForce() throws {
    let expected = try Reference.read("neighbours.json", as: Expected.self)
    let digits = try Reference.digits()
    let features = Features(rows: 200, dimension: 64, values: Array(digits.values[..<12_800]))
    #expect(try NearestNeighbours(7, of: features).rows == expected.seven)
    let others = try NearestNeighbours(1, of: features, groups: expected.videos)
    #expect(others.rows == expected.nearestOfOthers)
  }

  @Test func equallyNearRowsComeInOrder() throws {
    let equal = Features(rows: 5, dimension: 2, values: [Float](repeating: 0.3, count: 10))
    let nearest = try NearestNeighbours(2, of: equal)
    #expect(nearest.rows == [1, 2, 0, 2, 0, 1, 0, 1, 0, 1])
    #expect(nearest.squaredDistances.allSatisfy { $0 == 0 })
  }

  @Test func missingNeighboursAreMarked() throws {
    let features = Features(rows: 3, dimension: 1, values: [0, 1, 3])
    let nearest = try NearestNeighbours(3, of: features)
    #expect(nearest.rows == [1, 2, -1, 0, 2, -1, 1, 0, -1])
    #expect(nearest.squaredDistances == [1, 9, .infinity, 1, 4, .infinity, 4, 9, .infinity])
    #expect(try NearestNeighbours(1, of: features, groups: [4, 4, 4]).rows == [-1, -1, -1])
    #expect(try NearestNeighbours(1, of: features, groups: [0, 1, 0]).rows == [1, 0, 1])
  }

  /// More rows of the own video lie nearer, before and after, than candidates are looked at.
  @Test func ownVideoNeverCrowdsOutTheOthers() throws {
    let features = Features(
      rows: 41, dimension: 1, values: (0..<41).map { $0 == 20 ? 100 : Float($0) * 0.01 })
    let groups = (0..<41).map { $0 == 20 ? 7 : 3 }
    let nearest = try NearestNeighbours(1, of: features, groups: groups)
    #expect(nearest.rows == (0..<41).map { $0 == 20 ? 40 : 20 })
  }

  /// A block is 2^24 distances: 3355 rows of 5000.
  @Test func aLongSearchTellsHowFarItIsAndStops() throws {
    let features = Features(rows: 5000, dimension: 1, values: (0..<5000).map { Float($0) })
    var told: [Int] = []
    let nearest = try NearestNeighbours(1, of: features, progress: { told.append($0) })
    #expect(told == [3355, 5000])
    #expect(nearest.rows == (0..<5000).map { $0 == 0 ? 1 : $0 - 1 })
    told = []
    #expect(throws: CancellationError.self) {
      _ = try NearestNeighbours(
        1, of: features, progress: { told.append($0) }, isCancelled: { !told.isEmpty })
    }
    #expect(told == [3355])
  }
}
