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

  /// A writer may be stopped after any byte.
  ///
  /// The rows that are complete are then a prefix of all rows.
  @Test func aTornTableGivesItsWholeRows() throws {
    let text = Array("name,count\n\"a\nb\",1\nc,2\n\"d,\"\"\",3\n".utf8)
    // The number of bytes after which each row is complete.
    let ends = [11, 19, 23, 32]
    for length in 0...text.count {
      let path = try file(String(decoding: text[..<length], as: UTF8.self))
      let names = try Table.readWholeRows(path, columns: ["name", "count"]) { $0.fields[0] }
      let whole = ends.dropFirst().filter { $0 <= length }.count
      #expect(names == Array(["a\nb", "c", "d,\""].prefix(whole)), "\(length) bytes")
    }
  }
}

@Suite struct CommaSeparatedTests {
  /// Characters that names of videos may hold.
  static let rows = [
    ["plain.avi", "", "3"],
    ["a,b.avi", "says \"hello\"", "\""],
    ["two\nlines.avi", "\r\n", "ends in a return\r"],
    ["Привет 🎬.avi", " spaces ", "'"],
  ]

  private func rows(of text: String) throws -> [[String]] {
    var reader = CommaSeparatedReader(text)
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row.fields) }
    return rows
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let text = Self.rows.map(CommaSeparated.row).joined()
    #expect(try rows(of: text) == Self.rows)
  }

  @Test func onlyFieldsThatNeedQuotesGetThem() {
    #expect(CommaSeparated.row(["a b", "c", "1.5"]) == "a b,c,1.5\n")
    #expect(CommaSeparated.row(["a,b", "\"", ""]) == "\"a,b\",\"\"\"\",\n")
  }

  @Test func otherProgramsTablesAreRead() throws {
    #expect(try rows(of: "a,b\r\nc,\"d\"\r\n") == [["a", "b"], ["c", "d"]])
    #expect(try rows(of: "a,b\nc,") == [["a", "b"], ["c", ""]])
    #expect(try rows(of: "") == [])
  }

  @Test func aRowKnowsItsLine() throws {
    var reader = CommaSeparatedReader(Self.rows.map(CommaSeparated.row).joined())
    var lines: [Int] = []
    while let row = try reader.next() { lines.append(row.line) }
    #expect(lines == [1, 2, 3, 6])
  }

  @Test(arguments: [
    ("a,b\nc,\"d\n", "line 3: a quoted field does not end"),
    ("a,b\nc\n", "line 2: 1 fields instead of 2"),
    ("a,b\nc,d\ne,f,g,h,i\n", "line 3: more than 2 fields"),
    ("a,b\n\n", "line 2: 1 fields instead of 2"),
    (String(repeating: ",", count: 1 << 17), "line 1: more than 65536 fields"),
  ])
  func whatIsWrongIsSaidWithItsLine(text: String, message: String) {
    let error = #expect(throws: MalformedTable.self) { try rows(of: text) }
    #expect(error?.description == message)
  }
}
