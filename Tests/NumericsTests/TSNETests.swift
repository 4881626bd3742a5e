import Foundation
import Numerics
import Tensors
import TestSupport
import Testing

@Suite struct TSNETests {
  struct Expected: Decodable {
    var divergence, trustworthiness: Double
  }

  @Test func isAsGoodAsScikitLearnFromTheSameStart() throws {
    let expected = try Reference.read("maps.json", as: Expected.self)
    let digits = try Reference.digits()
    let embedding = try TSNE(seed: 0).embed(digits, initial: Reference.positions("initial.npy"))
    #expect(abs(embedding.divergence / expected.divergence - 1) < 0.01)
    let trust = try trustworthiness(of: embedding.positions, for: digits)
    #expect(trust > 0.85 && abs(trust - expected.trustworthiness) < 0.01)
    #expect(
      embedding.learningRate == 50 && embedding.perplexity == 30 && !embedding.isPerplexityLowered)
    let own = try TSNE(seed: 0).embed(digits)
    #expect(abs(own.divergence / expected.divergence - 1) < 0.02)
  }

  /// More rows than those of which all pairs repel each other: the same bits for any number of threads, the clusters of the
  /// rows are together, and the divergence is that of all pairs.
  @Test func manyRowsAreReadFromAGrid() throws {
    let features = blobs(
      rows: TSNEObjective.mostPairedRows + 50, dimension: 6, centres: 5, spread: 0.1, seed: 4)
    let tsne = TSNE(exaggeratedIterations: 100, iterations: 100, seed: 0)
    let map = try tsne.embed(features, threads: 2)
    let threads = LibTorch.threads
    try LibTorch.setThreads(1)
    defer { try? LibTorch.setThreads(threads) }
    #expect(try tsne.embed(features, threads: 1).positions == map.positions)
    let plane = Features(
      rows: features.rows, dimension: 2, values: map.positions.flatMap { [$0.x, $0.y] })
    let nearest = try NearestNeighbours(1, of: plane).rows
    #expect((0..<features.rows).allSatisfy { features.squaredDistance($0, nearest[$0]) < 1 })
    let affinities = try Affinities(of: features, perplexity: 30, seed: 0, threads: 2)
    let exact = try TSNEObjective.with(affinities, mostPairedRows: .max) {
      try $0.divergence(at: Tensor(plane.values, shape: [plane.rows, 2]).moved(to: .default))
    }
    #expect(abs(map.divergence - exact) < 1e-3)
    #expect(map.positions.contains { abs($0.x) > 10 })
  }

  @Test func divergenceFallsWhenExaggerationEnds() throws {
    let digits = try Reference.digits()
    let divergences = try [0, 50, 200].map {
      try TSNE(iterations: $0, seed: 0).embed(digits).divergence
    }
    #expect(divergences[0] > divergences[1] && divergences[1] > divergences[2])
  }

  @Test func sameBitsForAnyNumberOfThreads() throws {
    let features = blobs(rows: 333, dimension: 5, centres: 7, spread: 1, seed: 1)
    let tsne = TSNE(exaggeratedIterations: 60, iterations: 60, seed: 0)
    let embeddings = try [1, 2, 3].map { try tsne.embed(features, threads: $0) }
    #expect(
      embeddings[0].positions == embeddings[1].positions
        && embeddings[0].positions == embeddings[2].positions)
    #expect(embeddings[0].divergence == embeddings[1].divergence)
  }

  @Test(arguments: 0...10)
  func fewRowsStayFinite(rows: Int) throws {
    let features = blobs(rows: rows, dimension: 4, centres: 3, spread: 1, seed: 5)
    let embedding = try TSNE(seed: 0).embed(features)
    #expect(embedding.positions.count == rows)
    #expect(embedding.positions.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(embedding.divergence.isFinite && embedding.isPerplexityLowered)
    #expect(embedding.perplexity == max(1, Double(rows - 1) / 3))
  }

  @Test func duplicatesStayFinite() throws {
    let equal = Features(rows: 150, dimension: 3, values: [Float](repeating: 0.7, count: 450))
    let still = try TSNE(seed: 0).embed(equal)
    #expect(still.positions.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(still.divergence.isFinite)
    let some = blobs(rows: 10, dimension: 3, centres: 10, spread: 1, seed: 5)
    let copies = Features(
      rows: 200, dimension: 3, values: (0..<200).flatMap { Array(some[$0 % 10]) })
    let embedding = try TSNE(seed: 0).embed(copies)
    #expect(embedding.positions.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(embedding.divergence.isFinite)
  }

  @Test func reportsProgressAndCanBeCancelled() throws {
    let features = blobs(rows: 30, dimension: 3, centres: 3, spread: 1, seed: 5)
    var calls: [Int] = []
    let tsne = TSNE(exaggeratedIterations: 5, iterations: 7, seed: 0)
    _ = try tsne.embed(
      features,
      progress: { done, total in
        #expect(total == 12)
        calls.append(done)
      })
    #expect(calls == Array(1...12))
    var asked = 0
    #expect(throws: CancellationError.self) {
      try tsne.embed(
        features,
        isCancelled: {
          asked += 1; return asked > 4
        })
    }
    #expect(asked == 5)
    let broken = Features(rows: 2, dimension: 1, values: [0, .infinity])
    #expect(throws: NumericsError.notFinite(row: 1, column: 0)) { try tsne.embed(broken) }
  }
}

@Suite struct AffinitiesTests {
  @Test(arguments: [1.5, 5, 30, 80])
  func widthsMeetThePerplexity(perplexity: Double) throws {
    let digits = try Reference.digits()
    let nearest = try NearestNeighbours(250, of: digits)
    for row in stride(from: 0, to: 500, by: 50) {
      let distances = nearest.squaredDistances[row * 250..<(row + 1) * 250]
      let p = Affinities.conditional(distances, perplexity: perplexity)
      #expect(abs(p.reduce(0, +) - 1) < 1e-12)
      let entropy = p.reduce(0) { $1 > 0 ? $0 - $1 * Foundation.log($1) : $0 }
      #expect(abs(exp(entropy) - perplexity) < 1e-3)
      #expect(zip(p, p.dropFirst()).allSatisfy { $0 >= $1 })
    }
  }

  @Test func affinitiesAreSymmetricAndSumToOne() throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    var entries: [SIMD2<Int32>: Float] = [:]
    for row in 0..<500 {
      for entry in p.offsets[row]..<p.offsets[row + 1] {
        entries[SIMD2(Int32(row), p.columns[entry])] = p.values[entry]
      }
    }
    #expect(entries.count == p.values.count)
    #expect(entries.allSatisfy { entries[SIMD2($0.key.y, $0.key.x)] == $0.value })
    #expect(entries.keys.allSatisfy { $0.x != $0.y })
    #expect(abs(p.values.reduce(0.0) { $0 + Double($1) } - 1) < 1e-5)
  }
}

@Suite struct TrustworthinessTests {
  struct Expected: Decodable {
    var trustworthiness, trustworthiness12: Double
  }

  @Test func equalsScikitLearn() throws {
    let expected = try Reference.read("maps.json", as: Expected.self)
    let digits = try Reference.digits()
    let places = try Reference.positions("embedding.npy")
    let five = try trustworthiness(of: places, for: digits)
    let twelve = try trustworthiness(of: places, for: digits, neighbours: 12)
    #expect(abs(five - expected.trustworthiness) < 1e-9)
    #expect(abs(twelve - expected.trustworthiness12) < 1e-9)
    let plane = Features(rows: 500, dimension: 2, values: places.flatMap { [$0.x, $0.y] })
    #expect(try trustworthiness(of: places, for: plane) == 1)
  }
}
