import Basics
import Foundation
import TestSupport
import Testing

@Suite struct TableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder("table.csv")))
    return folder("table.csv")
  }

  @Test func rowsAreReadUnderTheirHeader() throws {
    let path = try file("name,count\n\"a\nb\",1\nc,2\n")
    let rows = try Table.read(path, columns: ["name", "count"]) { ($0.fields[0], $0.line) }
    #expect(rows.map(\.0) == ["a\nb", "c"])
    #expect(rows.map(\.1) == [2, 4])
    let error = #expect(throws: MalformedFile.self) {
      try Table.read(path, columns: ["name", "size"]) { $0.line }
    }
    #expect(error?.description == "\(path), line 1: the header is not name,size")
  }

  /// A writer may be stopped after any byte; what is whole by then is a prefix of the rows.
  @Test func aTornTableGivesItsWholeRows() throws {
    let text = Array("name,count\n\"a\nb\",1\nc,2\n\"d,\"\"\",3\n".utf8)
    // The byte after which each row is whole.
    let ends = [11, 19, 23, 32]
    for length in 0...text.count {
      let path = try file(String(decoding: text[..<length], as: UTF8.self))
      let names = try Table.readWholeRows(path, columns: ["name", "count"]) { $0.fields[0] }
      let whole = ends.dropFirst().filter { $0 <= length }.count
      #expect(names == Array(["a\nb", "c", "d,\""].prefix(whole)), "\(length) bytes")
    }
  }
}
