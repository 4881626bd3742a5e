import Basics
import Foundation
import TestSupport
import Testing

@Suite struct NPYTests {
  /// Written by NumPy: Tests/Reference/Numerics/make.py.
  private let reference = SharedData.packageRoot + "/Tests/Reference/Numerics/initial.npy"

  @Test func writesTheBytesThatNumPyWrites() throws {
    let folder = try TemporaryFolder()
    let (values, rows, columns) = try NPY.read(reference)
    #expect(rows == 500 && columns == 2)
    try NPY.write(values, rows: rows, columns: columns, to: folder("again.npy"))
    let again = try Data(contentsOf: URL(fileURLWithPath: folder("again.npy")))
    #expect(try again == Data(contentsOf: URL(fileURLWithPath: reference)))
    #expect(!FileManager.default.fileExists(atPath: folder("again.npy.tmp")))
  }

  @Test(arguments: [(0, 7), (1, 1), (3, 0), (123_456, 1)])
  func readsWhatItWrote(rows: Int, columns: Int) throws {
    let folder = try TemporaryFolder()
    let values = (0..<rows * columns).map { Float($0) * 0.1 }
    try NPY.write(values, rows: rows, columns: columns, to: folder("a.npy"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder("a.npy")))
    #expect((bytes.count - 4 * values.count) % 64 == 0)
    let read = try NPY.read(folder("a.npy"))
    #expect(read.values == values && read.rows == rows && read.columns == columns)
  }

  @Test(arguments: [
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", "elements of type <f8"),
    ("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", "elements of type >f4"),
    ("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", "not stored row by row"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", "two dimensions"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }", "do not fill"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }", "two dimensions"),
    ("{'fortran_order': False, 'shape': (2, 3), }", "no element type"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
      "do not fill"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 1), }",
      "too large"
    ),
  ])
  func refusesWhatItCannotRead(header: String, reason: String) throws {
    let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
    try expectRefusal(bytes + Array(header.utf8) + [UInt8](repeating: 0, count: 24), reason)
  }

  @Test func refusesWhatIsNoArray() throws {
    try expectRefusal([], "ends early")
    try expectRefusal(Array("not an array at all".utf8), "not an .npy file")
    try expectRefusal([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0], "ends early")
    try expectRefusal([0x93] + Array("NUMPY".utf8) + [2, 0, 118, 0], "version 2.0")
    let whole = try Data(contentsOf: URL(fileURLWithPath: reference))
    try expectRefusal(Array(whole.dropLast()), "do not fill")
    try expectRefusal(Array(whole) + [0], "do not fill")
  }

  @Test func namesAFileThatIsNotThere() throws {
    let folder = try TemporaryFolder()
    #expect {
      try NPY.read(folder("none.npy"))
    } throws: { error in
      (error as? SystemCallError)?.path == folder("none.npy")
    }
  }

  private func expectRefusal(_ bytes: [UInt8], _ reason: String) throws {
    let folder = try TemporaryFolder()
    try DurableFile.write(bytes, to: folder("a.npy"))
    #expect {
      try NPY.read(folder("a.npy"))
    } throws: { error in
      let refusal = error as? MalformedNPY
      return refusal?.path == folder("a.npy") && refusal?.reason.contains(reason) == true
    }
  }
}
