import Numerics
import Tensors
import TestSupport
import Testing

@Suite struct TSNEObjectiveTests {
  private func norm(_ vectors: [SIMD2<Float>]) -> Double {
    vectors.reduce(0) { $0 + Double(($1 * $1).sum()) }.squareRoot()
  }

  private func difference(_ left: [SIMD2<Float>], _ right: [SIMD2<Float>]) -> Double {
    norm(zip(left, right).map { $0 - $1 }) / norm(right)
  }

  private func spread(_ count: Int, scale: Float) -> [SIMD2<Float>] {
    let values = blobs(rows: count, dimension: 2, centres: 5, spread: 1, seed: 3).values
    return (0..<count).map { scale * SIMD2(values[2 * $0], values[2 * $0 + 1]) }
  }

  /// 4 Σ_j (p_ij − q_ij) w_ij (y_i − y_j), in double precision, over all pairs.
  private func exactGradient(_ p: Affinities, _ places: [SIMD2<Float>]) -> [SIMD2<Float>] {
    let y = places.map { SIMD2<Double>($0) }
    func weight(_ i: Int, _ j: Int) -> Double {
      let difference = y[i] - y[j]
      return 1 / (1 + (difference * difference).sum())
    }
    var total = 0.0
    for i in y.indices { for j in y.indices where i != j { total += weight(i, j) } }
    return y.indices.map { i in
      var sum = SIMD2<Double>.zero
      for entry in p.offsets[i]..<p.offsets[i + 1] {
        let j = Int(p.columns[entry])
        sum += Double(p.values[entry]) * weight(i, j) * (y[i] - y[j])
      }
      for j in y.indices where i != j {
        sum -= weight(i, j) * weight(i, j) / total * (y[i] - y[j])
      }
      return SIMD2<Float>(4 * sum)
    }
  }

  private func gradient(
    _ p: Affinities, _ places: [SIMD2<Float>], onAGrid: Bool
  ) throws -> [SIMD2<Float>] {
    try TSNEObjective.with(p, mostPairedRows: onAGrid ? 0 : .max) { objective in
      let found = try objective.gradient(at: tensor(places)).floats()
      return places.indices.map { SIMD2(found[2 * $0], found[2 * $0 + 1]) }
    }
  }

  private func tensor(_ places: [SIMD2<Float>]) throws -> Tensor {
    try Tensor(places.flatMap { [$0.x, $0.y] }, shape: [places.count, 2]).moved(to: .default)
  }

  @Test(arguments: [Float(1e-4), 1, 10])
  func gradientOfAllPairsIsExact(scale: Float) throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    let places = spread(500, scale: scale)
    let exact = exactGradient(p, places)
    #expect(difference(try gradient(p, places, onAGrid: false), exact) < 1e-5)
  }

  /// Points as near as at the beginning, where cells are small; as on a map; and further apart.
  @Test(arguments: [(Float(1e-4), 1e-4), (1, 1e-3), (10, 0.02)])
  func gradientOnAGridIsNearTheExactOne(scale: Float, tolerance: Double) throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    let places = spread(500, scale: scale)
    let exact = exactGradient(p, places)
    #expect(difference(try gradient(p, places, onAGrid: true), exact) < tolerance)
  }

  @Test func gradientIsTheDivergencesSlope() throws {
    let features = blobs(rows: 40, dimension: 6, centres: 4, spread: 1, seed: 2)
    let p = try Affinities(of: features, perplexity: 8, seed: 1, threads: 1)
    let places = spread(40, scale: 1)
    let step: Float = 0.02
    func divergence(_ places: [SIMD2<Float>]) throws -> Double {
      try TSNEObjective.with(p) { try $0.divergence(at: tensor(places)) }
    }
    let numeric = try places.indices.map { index in
      let slopes = try [SIMD2<Float>(step, 0), SIMD2<Float>(0, step)].map { shift in
        var there = places
        var back = places
        there[index] += shift
        back[index] -= shift
        return try (divergence(there) - divergence(back)) / Double(2 * step)
      }
      return SIMD2(Float(slopes[0]), Float(slopes[1]))
    }
    #expect(difference(try gradient(p, places, onAGrid: false), numeric) < 1e-3)
  }

  /// Equal points each repel the others, and do not repel each other.
  @Test(arguments: [false, true])
  func duplicatesInThePlaneCountOnceEach(onAGrid: Bool) throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    var places = spread(500, scale: 2)
    for index in 100..<160 { places[index] = places[0] }
    let exact = exactGradient(p, places)
    let found = try gradient(p, places, onAGrid: onAGrid)
    #expect(difference(found, exact) < (onAGrid ? 0.02 : 1e-5))
  }

  /// A grid over points that are all in one place has a size.
  @Test func pointsInOnePlaceStayThere() throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    let found = try gradient(
      p, [SIMD2<Float>](repeating: SIMD2(3, 4), count: 500), onAGrid: true)
    #expect(found.allSatisfy { abs($0.x) < 1e-6 && abs($0.y) < 1e-6 })
  }

  @Test func pointsThatAreNowhereAreAnError() throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    var places = spread(500, scale: 1)
    for wrong in [Float.infinity, .nan] {
      places[7].x = wrong
      #expect(throws: NumericsError.diverged) { try gradient(p, places, onAGrid: true) }
    }
  }

  /// Points so far apart that no weight is left in 32 bits have no forces.
  @Test(arguments: [false, true])
  func farPointsHaveFiniteGradients(onAGrid: Bool) throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    let found = try gradient(p, spread(500, scale: 1e17), onAGrid: onAGrid)
    #expect(found.allSatisfy { $0.x.isFinite && $0.y.isFinite })
  }

  /// Rows in another order have the same divergence at the same places.
  @Test func anotherOrderChangesNothing() throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    let places = spread(500, scale: 1)
    let order = Array((0..<500).reversed())
    func divergence(_ p: Affinities, _ places: [SIMD2<Float>]) throws -> Double {
      try TSNEObjective.with(p) { try $0.divergence(at: tensor(places)) }
    }
    let (own, turned) = try (
      divergence(p, places), divergence(p.reordered(order), order.map { places[$0] })
    )
    #expect(abs(own - turned) < 1e-6)
  }
}
