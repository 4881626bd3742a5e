import Evaluation
import Numerics
import Testing

@Suite struct TSNETests {
  struct Expected: Decodable {
    var divergence, trustworthiness: Double
  }

  @Test func isAsGoodAsScikitLearnFromTheSameStart() throws {
    let expected = try Reference.read("maps.json", as: Expected.self)
    let digits = try Reference.digits()
    let map = try TSNE(seed: 0).embed(digits, initial: Reference.positions("initial.npy"))
    #expect(abs(map.divergence / expected.divergence - 1) < 0.01)
    let trust = try trustworthiness(of: map.positions, for: digits)
    #expect(trust > 0.85 && abs(trust - expected.trustworthiness) < 0.01)
    #expect(map.learningRate == 50 && map.perplexity == 30 && !map.isPerplexityLowered)
    let own = try TSNE(seed: 0).embed(digits)
    #expect(abs(own.divergence / expected.divergence - 1) < 0.02)
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
    let maps = try [1, 2, 3].map { try tsne.embed(features, threads: $0) }
    #expect(maps[0].positions == maps[1].positions && maps[0].positions == maps[2].positions)
    #expect(maps[0].divergence == maps[1].divergence)
  }

  @Test(arguments: 0...10)
  func fewRowsStayFinite(rows: Int) throws {
    let features = blobs(rows: rows, dimension: 4, centres: 3, spread: 1, seed: 5)
    let map = try TSNE(seed: 0).embed(features)
    #expect(map.positions.count == rows)
    #expect(map.positions.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(map.divergence.isFinite && map.isPerplexityLowered)
    #expect(map.perplexity == max(1, Double(rows - 1) / 3))
  }

  @Test func duplicatesStayFinite() throws {
    let equal = Features(rows: 150, dimension: 3, values: [Float](repeating: 0.7, count: 450))
    let still = try TSNE(seed: 0).embed(equal)
    #expect(still.positions.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(still.divergence.isFinite)
    let some = blobs(rows: 10, dimension: 3, centres: 10, spread: 1, seed: 5)
    let copies = Features(
      rows: 200, dimension: 3, values: (0..<200).flatMap { Array(some[$0 % 10]) })
    let map = try TSNE(seed: 0).embed(copies)
    #expect(map.positions.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(map.divergence.isFinite)
  }

  @Test func tellsProgressAndStops() throws {
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
