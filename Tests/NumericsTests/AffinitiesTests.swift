import Evaluation
import Numerics
import Foundation
import Testing

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
