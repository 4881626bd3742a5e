import Numerics
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

  @Test(arguments: [Float(1e-4), 1, 10])
  func gradientTendsToTheExactOne(scale: Float) throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    let places = spread(500, scale: scale)
    let exact = exactGradient(p, places)
    func error(_ theta: Double) -> Double {
      let found = TSNEObjective(affinities: p, theta: theta, threads: 2)
        .gradient(at: places)
      return difference(found, exact)
    }
    #expect(error(0) < 1e-5)
    #expect(error(0.5) < 0.02)
    #expect(error(0.2) < 0.004)
  }

  @Test func gradientIsTheDivergencesSlope() throws {
    let features = blobs(rows: 40, dimension: 6, centres: 4, spread: 1, seed: 2)
    let p = try Affinities(of: features, perplexity: 8, seed: 1, threads: 1)
    let objective = TSNEObjective(affinities: p, theta: 0, threads: 1)
    let places = spread(40, scale: 1)
    let step: Float = 0.02
    let numeric = places.indices.map { index in
      let slopes = [SIMD2<Float>(step, 0), SIMD2<Float>(0, step)].map { shift in
        var there = places
        var back = places
        there[index] += shift
        back[index] -= shift
        return (objective.divergence(at: there) - objective.divergence(at: back))
          / Double(2 * step)
      }
      return SIMD2(Float(slopes[0]), Float(slopes[1]))
    }
    #expect(difference(objective.gradient(at: places), numeric) < 1e-3)
  }

  /// Equal points each repel the others, and do not repel each other.
  @Test func duplicatesInThePlaneCountOnceEach() throws {
    let p = try Affinities(of: Reference.digits(), perplexity: 20, seed: 1, threads: 2)
    var places = spread(500, scale: 2)
    for index in 100..<160 { places[index] = places[0] }
    let exact = exactGradient(p, places)
    let found = TSNEObjective(affinities: p, theta: 0, threads: 2).gradient(at: places)
    #expect(difference(found, exact) < 1e-5)
  }
}
