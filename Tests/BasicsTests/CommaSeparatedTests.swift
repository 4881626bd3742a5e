import Basics
import Testing

@Suite struct CommaSeparatedTests {
  /// What names of videos may hold.
  static let rows = [
    ["plain.avi", "", "3"],
    ["a,b.avi", "says \"hello\"", "\""],
    ["two\nlines.avi", "\r\n", "ends in a return\r"],
    ["Привет 🎬.avi", " spaces ", "'"],
  ]

  @Test func whatIsWrittenIsReadBack() throws {
    let text = Self.rows.map(CommaSeparated.row).joined()
    #expect(try CommaSeparated.parse(text) == Self.rows)
  }

  @Test func onlyFieldsThatNeedQuotesGetThem() {
    #expect(CommaSeparated.row(["a b", "c", "1.5"]) == "a b,c,1.5\n")
    #expect(CommaSeparated.row(["a,b", "\"", ""]) == "\"a,b\",\"\"\"\",\n")
  }

  @Test func otherProgramsTablesAreRead() throws {
    #expect(try CommaSeparated.parse("a,b\r\nc,\"d\"\r\n") == [["a", "b"], ["c", "d"]])
    #expect(try CommaSeparated.parse("a,b\nc,") == [["a", "b"], ["c", ""]])
    #expect(try CommaSeparated.parse("") == [])
  }

  @Test func aQuoteThatDoesNotEndIsRefusedWithItsLine() {
    let error = #expect(throws: MalformedTable.self) {
      try CommaSeparated.parse("a,b\nc,\"d\n")
    }
    #expect(error?.description == "line 3: a quoted field does not end")
  }
}
