import Basics
import Numerics
import Testing

@Suite struct NearestNeighboursTests {
  struct Expected: Decodable {
    var groups, nearestOfOthers, seven: [Int]

    enum CodingKeys: String, CodingKey {
      case groups = "videos"
      case nearestOfOthers, seven
    }
  }

  @Test func equalsScikitLearnAndBruteForce() throws {
    let expected = try Reference.read("neighbours.json", as: Expected.self)
    let digits = try Reference.digits()
    let features = Features(rows: 200, dimension: 64, values: Array(digits.values[..<12_800]))
    #expect(try NearestNeighbours(7, of: features).rows == expected.seven)
    let others = try NearestNeighbours(1, of: features, groups: expected.groups)
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

  /// More rows of the own group are nearer than there are candidates.
  @Test func ownGroupNeverCrowdsOutTheOthers() throws {
    let features = Features(
      rows: 41, dimension: 1, values: (0..<41).map { $0 == 20 ? 100 : Float($0) * 0.01 })
    let groups = (0..<41).map { $0 == 20 ? 7 : 3 }
    let nearest = try NearestNeighbours(1, of: features, groups: groups)
    #expect(nearest.rows == (0..<41).map { $0 == 20 ? 40 : 20 })
  }

  /// A block has 1024 rows.
  @Test func aLongSearchReportsProgressAndCanBeCancelled() throws {
    let features = Features(rows: 5000, dimension: 1, values: (0..<5000).map { Float($0) })
    var reported: [Int] = []
    let nearest = try NearestNeighbours(1, of: features, progress: { reported.append($0) })
    #expect(reported == [1024, 2048, 3072, 4096, 5000])
    #expect(nearest.rows == (0..<5000).map { $0 == 0 ? 1 : $0 - 1 })
    reported = []
    #expect(throws: CancellationError.self) {
      _ = try NearestNeighbours(
        1, of: features, progress: { reported.append($0) }, isCancelled: { !reported.isEmpty })
    }
    #expect(reported == [1024])
  }
}

@Suite struct IndexedNeighboursTests {
  /// Rows along a random walk.
  private static func path(rows: Int) -> Features {
    var generator = SeededGenerator(seed: 5)
    var place = [Float](repeating: 0, count: 12)
    let values = (0..<rows).flatMap { _ in
      place = place.map { 0.99 * $0 + Float(generator.unit() - 0.5) }
      return place
    }
    return Features(rows: rows, dimension: 12, values: values)
  }

  /// The share of the exact search's neighbours that another search found.
  private func share(of found: NearestNeighbours, in exact: NearestNeighbours) -> Double {
    let common = stride(from: 0, to: exact.rows.count, by: exact.count).map { start in
      let row = start..<start + exact.count
      return Set(exact.rows[row]).intersection(found.rows[row]).count
    }
    return Double(common.reduce(0, +)) / Double(exact.rows.count)
  }

  @Test func recallIsTheShareThatIsFound() throws {
    let features = Self.path(rows: 3000)
    let exact = try NearestNeighbours(10, of: features)
    let indexed = try NearestNeighbours(indexed: 10, of: features, seed: 1)
    #expect(exact.recall == 1)
    #expect(indexed.recall >= 0.99 && indexed.recall < 1)
    #expect(abs(share(of: indexed, in: exact) - indexed.recall) < 0.01)
  }

  @Test func distancesAreExactAndRise() throws {
    let features = Self.path(rows: 1000)
    let indexed = try NearestNeighbours(indexed: 5, of: features, seed: 1)
    #expect(indexed.recall < 1)
    for row in 0..<1000 {
      let found = row * 5..<row * 5 + 5
      #expect(!indexed.rows[found].contains(row))
      #expect(Set(indexed.rows[found]).count == 5)
      let distances = indexed.rows[found].map { other in
        zip(features[row], features[other]).reduce(0.0) {
          $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
        }
      }
      #expect(zip(distances, indexed.squaredDistances[found]).allSatisfy { abs($0 - $1) < 1e-9 })
      #expect(distances == distances.sorted())
    }
  }

  /// In 40 dimensions, all cells are about equally near each other.
  @Test func withoutStructureTheSearchIsExact() throws {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<800 * 40).map { _ in Float(generator.unit()) }
    let features = Features(rows: 800, dimension: 40, values: values)
    let indexed = try NearestNeighbours(indexed: 20, of: features, seed: 1)
    #expect(indexed.recall == 1)
    #expect(try indexed.rows == NearestNeighbours(20, of: features).rows)
  }

  @Test func equalRowsAndFewRowsHaveNeighbours() throws {
    let equal = Features(rows: 60, dimension: 2, values: [Float](repeating: 0.3, count: 120))
    let found = try NearestNeighbours(indexed: 3, of: equal, seed: 1)
    #expect((0..<60).allSatisfy { !found.rows[$0 * 3..<$0 * 3 + 3].contains($0) })
    #expect(found.squaredDistances.allSatisfy { $0 == 0 })
    let three = Features(rows: 3, dimension: 1, values: [0, 1, 3])
    let few = try NearestNeighbours(indexed: 3, of: three, seed: 1)
    #expect(few.rows == [1, 2, -1, 0, 2, -1, 1, 0, -1])
  }

  @Test func canBeCancelled() {
    #expect(throws: CancellationError.self) {
      _ = try NearestNeighbours(
        indexed: 5, of: Self.path(rows: 1000), seed: 1, isCancelled: { true })
    }
  }

  /// The affinities of t-SNE use all neighbours up to 50 000 rows, and an index beyond.
  @Test func affinitiesOfManyRowsUseTheIndex() throws {
    #expect(
      try Affinities(of: Self.path(rows: 2000), perplexity: 2, seed: 1, threads: 2).recall == 1)
    let many = Self.path(rows: Affinities.mostExactRows + 1)
    let recall = try Affinities(of: many, perplexity: 2, seed: 1, threads: 2).recall
    #expect(recall >= 0.99 && recall < 1)
  }
}
