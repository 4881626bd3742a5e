import Basics
import Evaluation
import Numerics
import Testing

@Suite struct IndexedNeighboursTests {
  /// Rows along a path that wanders through the space, as the frames of a video are.
  private static func path(rows: Int) -> Features {
    var generator = SeededGenerator(seed: 5)
    var place = [Float](repeating: 0, count: 12)
    let values = (0..<rows).flatMap { _ in
      place = place.map { 0.99 * $0 + Float(generator.unit() - 0.5) }
      return place
    }
    return Features(rows: rows, dimension: 12, values: values)
  }

  /// How many of the exact search's neighbours another one has, of how many.
  private func share(of found: NearestNeighbours, in exact: NearestNeighbours) -> Double {
    let common = stride(from: 0, to: exact.rows.count, by: exact.count).map { start in
      let row = start..<start + exact.count
      return Set(exact.rows[row]).intersection(found.rows[row]).count
    }
    return Double(common.reduce(0, +)) / Double(exact.rows.count)
  }

  @Test func findsWhatItSays() throws {
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

  /// In 40 dimensions, every cell is as near as every other.
  @Test func withoutStructureTheSearchIsExact() throws {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<800 * 40).map { _ in Float(generator.unit()) }
    let features = Features(rows: 800, dimension: 40, values: values)
    let indexed = try NearestNeighbours(indexed: 20, of: features, seed: 1)
    #expect(indexed.recall == 1)
    #expect(try indexed.rows == NearestNeighbours(20, of: features).rows)
  }

  @Test func equalRowsAndFewHaveNeighbours() throws {
    let equal = Features(rows: 60, dimension: 2, values: [Float](repeating: 0.3, count: 120))
    let found = try NearestNeighbours(indexed: 3, of: equal, seed: 1)
    #expect((0..<60).allSatisfy { !found.rows[$0 * 3..<$0 * 3 + 3].contains($0) })
    #expect(found.squaredDistances.allSatisfy { $0 == 0 })
    let three = Features(rows: 3, dimension: 1, values: [0, 1, 3])
    let few = try NearestNeighbours(indexed: 3, of: three, seed: 1)
    #expect(few.rows == [1, 2, -1, 0, 2, -1, 1, 0, -1])
  }

  @Test func stopsWhenItIsCancelled() {
    #expect(throws: CancellationError.self) {
      _ = try NearestNeighbours(indexed: 5, of: Self.path(rows: 1000), seed: 1, isCancelled: { true })
    }
  }

  /// What a map is drawn from: all neighbours up to 20 000 rows, beyond by an index.
  @Test func mapsOfManyRowsAreDrawnFromTheIndex() throws {
    #expect(
      try Affinities(of: Self.path(rows: 2000), perplexity: 2, seed: 1, threads: 2).recall == 1)
    let many = Self.path(rows: Affinities.mostExactRows + 1)
    let recall = try Affinities(of: many, perplexity: 2, seed: 1, threads: 2).recall
    #expect(recall >= 0.99 && recall < 1)
  }
}
