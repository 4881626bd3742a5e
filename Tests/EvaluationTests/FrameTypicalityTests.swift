import Basics
import Evaluation
import Foundation
import Numerics
import TestSupport
import Testing

@Suite struct FrameTypicalityTests {
  /// Two clusters, one along each axis.
  ///
  /// The first one's centre lies at 30°: its frames at 0°, 30° and 60° have the
  /// cosines √3/2, 1 and √3/2 with it, and 0, 1/2 and √3/2 with the other centre, at 90°.
  @Test func framesAreComparedWithCentres() {
    let features = Features(
      rows: 4, dimension: 2,
      values: [2, 0, 3 * Float(0.75).squareRoot(), 1.5, 0.5, Float(0.75).squareRoot(), 0, 4])
    let found = FrameTypicality(features, clusters: [0, 0, 0, 1], count: 2)
    #expect(found.strangeness[1] == 0 && found.strangeness[3] == 0)
    #expect(Set([found.strangeness[0], found.strangeness[2]]) == [1.0 / 3, 2.0 / 3])
    let own = 1 - 0.75.squareRoot()
    let expected = [1 - own, 1, 0, 1]
    for (one, other) in zip(found.sureness, expected) { #expect(abs(one - other) < 0.00001) }
  }

  @Test func oneClusterIsCertain() {
    let features = Features(rows: 2, dimension: 2, values: [1, 0, 0, 1])
    #expect(FrameTypicality(features, clusters: [0, 0], count: 1).sureness == [1, 1])
  }
}

@Suite struct NearestTableTests {
  /// Places on a line; the first two belong together.
  @Test func isReadAsItWasWritten() throws {
    let folder = try TemporaryFolder()
    let features = Features(rows: 4, dimension: 1, values: [0, 1, 3, 7])
    let table = NearestTable(try NearestNeighbours(3, of: features, groups: [0, 0, 1, 2]))
    #expect((0..<4).map { table[$0] } == [[2, 3], [2, 3], [1, 0, 3], [2, 1, 0]])
    try table.write(to: folder("nearest.npy"))
    #expect(try NearestTable(reading: folder("nearest.npy"), rows: 4) == table)
    #expect(throws: MalformedNPY.self) {
      try NearestTable(reading: folder("nearest.npy"), rows: 5)
    }
    try NPY.write([Int32(1), 2], rows: 2, columns: 1, to: folder("beyond.npy"))
    #expect(throws: MalformedNPY.self) {
      try NearestTable(reading: folder("beyond.npy"), rows: 2)
    }
    try NPY.write([Float(0)], rows: 1, columns: 1, to: folder("floats.npy"))
    #expect(throws: MalformedNPY.self) {
      try NearestTable(reading: folder("floats.npy"), rows: 1)
    }
  }

  /// Of the first row's two nearest, one is the same; of the second row's, both; of the third's none.
  @Test func whatTwoTablesShareIsAMean() throws {
    let folder = try TemporaryFolder()
    func table(_ numbers: [Int32], _ name: String) throws -> NearestTable {
      try NPY.write(numbers, rows: 4, columns: 2, to: folder(name))
      return try NearestTable(reading: folder(name), rows: 4)
    }
    let one = try table([1, 2, 2, 3, 0, 1, -1, -1], "one")
    let other = try table([3, 1, 3, 2, 3, -1, 0, 1], "other")
    #expect(one.shared(with: other) == 0.5)
  }
}
