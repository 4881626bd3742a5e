import Numerics
import TestSupport
import Testing

@Suite struct PrincipalComponentsTests {
  struct Expected: Decodable {
    var singularValues, firstRow: [Double]
  }

  @Test func equalsSingularValueDecomposition() throws {
    let expected = try Reference.read("maps.json", as: Expected.self)
    let digits = try Reference.digits()
    let found = try PrincipalComponents(10, of: digits, seed: 0)
    for index in 0..<10 {
      let variance = expected.singularValues[index] * expected.singularValues[index] / 499
      #expect(abs(found.variances[index] / variance - 1) < 1e-5)
      #expect(abs(Double(abs(found.projected[0][index])) - expected.firstRow[index]) < 1e-3)
    }
  }

  /// More rows than dimensions and more dimensions than rows use different Gram matrices.
  @Test func bothGramMatricesAgree() throws {
    let digits = try Reference.digits()
    let few = Features(rows: 60, dimension: 64, values: Array(digits.values[..<3840]))
    let padded = Features(
      rows: 60, dimension: 50, values: (0..<60).flatMap { Array(digits[$0].prefix(50)) })
    let wide = Features(
      rows: 60, dimension: 100,
      values: (0..<60).flatMap { Array(digits[$0].prefix(50)) + [Float](repeating: 1, count: 50) })
    let left = try PrincipalComponents(8, of: padded, seed: 0)
    let right = try PrincipalComponents(8, of: wide, seed: 0)
    for (one, other) in zip(left.projected.values, right.projected.values) {
      #expect(abs(one - other) < 1e-3)
    }
    #expect(try PrincipalComponents(100, of: few, seed: 0).projected.dimension == 60)
  }

  /// Columns of zeros change no result, but bring the rows beyond the limit of the exact method.
  @Test func randomisedMethodFindsTheSameComponents() throws {
    let rows = 1010
    let points = blobs(rows: rows, dimension: 90, centres: 6, spread: 0.3, seed: 5)
    let padding = [Float](repeating: 0, count: 930)
    let wide = Features(
      rows: rows, dimension: 1020, values: (0..<rows).flatMap { Array(points[$0]) + padding })
    let exact = try PrincipalComponents(20, of: points, seed: 0)
    let found = try PrincipalComponents(20, of: wide, seed: 1)
    // The first five tell the centres apart; the rest is noise, equally strong in all directions,
    // where no random start can tell one component from the next.
    for index in 0..<20 {
      let error = abs(found.variances[index] / exact.variances[index] - 1)
      #expect(error < (index < 5 ? 1e-5 : 0.05))
    }
    for row in 0..<rows {
      for (one, other) in zip(found.projected[row], exact.projected[row]).prefix(5) {
        #expect(abs(one - other) < 1e-3)
      }
    }
    #expect(try PrincipalComponents(20, of: wide, seed: 1).projected == found.projected)
  }

  @Test func signsAndLimits() throws {
    let line = Features(rows: 3, dimension: 2, values: [0, 0, 3, 4, -6, -8])
    let found = try PrincipalComponents(50, of: line, seed: 0)
    #expect(found.projected.dimension == 2)
    // Mean (-1, -4/3); along (3, 4) / 5: 5/3, 20/3, -25/3, the largest made positive.
    for (row, expected) in [-5.0 / 3, -20.0 / 3, 25.0 / 3].enumerated() {
      #expect(abs(Double(found.projected[row].first ?? 0) - expected) < 1e-5)
      #expect(abs(found.projected[row].last ?? 1) < 1e-3)
    }
    let equal = Features(rows: 4, dimension: 3, values: [Float](repeating: 7, count: 12))
    #expect(try PrincipalComponents(2, of: equal, seed: 0).projected.values.allSatisfy { $0 == 0 })
    let none = Features(rows: 0, dimension: 3, values: [])
    #expect(try PrincipalComponents(2, of: none, seed: 0).projected.rows == 0)
  }
}
