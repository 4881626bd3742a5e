/// One row of a table.
package struct TableRow: Equatable, Sendable {
  /// Its fields, as many as the header has.
  package var fields: [String]
  /// The line that it begins in, from 1.
  package var line: Int
}

/// Reads comma-separated values (RFC 4180) a row at a time: the header, then as many fields a row.
package struct CommaSeparatedReader {
  private var bytes: String.UTF8View.Iterator
  private var pending: UInt8?
  private var line = 1
  private var width: Int?

  /// More than any table has columns.
  static let mostColumns = 1 << 16

  /// Begins with a table's whole text.
  package init(_ text: String) {
    bytes = text.utf8.makeIterator()
    pending = bytes.next()
  }

  /// Reads the next row, the header first; a last line without a line break counts.
  ///
  /// - Returns: the row, or nil at the end; O(its bytes).
  /// - Throws: ``MalformedTable`` where a quoted field does not end or the fields are not as many as the
  ///   header's.
  package mutating func next() throws -> TableRow? {
    guard pending != nil else { return nil }
    var row = TableRow(fields: [], line: line)
    repeat {
      guard row.fields.count < width ?? Self.mostColumns else {
        throw MalformedTable(
          line: row.line, reason: "more than \(width ?? Self.mostColumns) fields")
      }
    } while try readField(into: &row.fields)
    guard row.fields.count == width ?? row.fields.count else {
      throw MalformedTable(
        line: row.line, reason: "\(row.fields.count) fields instead of \(width ?? 0)")
    }
    width = row.fields.count
    return row
  }

  /// Reads a field and what ends it.
  ///
  /// - Returns: whether another field of the row follows.
  private mutating func readField(into fields: inout [String]) throws -> Bool {
    var field: [UInt8] = []
    var isQuoted = false
    while let byte = pending {
      pending = bytes.next()
      if byte == CommaSeparated.newline { line += 1 }
      switch (byte, isQuoted) {
      case (CommaSeparated.quote, true) where pending == CommaSeparated.quote:
        field.append(byte)
        pending = bytes.next()
      case (CommaSeparated.quote, _):
        isQuoted.toggle()
      case (CommaSeparated.comma, false), (CommaSeparated.newline, false):
        fields.append(String(decoding: field, as: UTF8.self))
        return byte == CommaSeparated.comma
      case (CommaSeparated.carriageReturn, false) where pending == CommaSeparated.newline:
        break
      default:
        field.append(byte)
      }
    }
    guard !isQuoted else { throw MalformedTable(line: line, reason: "a quoted field does not end") }
    fields.append(String(decoding: field, as: UTF8.self))
    return false
  }
}

/// A table that does not follow its format.
package struct MalformedTable: ExplainedError {
  /// The line, from 1.
  package var line: Int
  /// What is wrong with it.
  package var reason: String

  /// The file's, never the request's.
  package var blame: Blame { .execution }
  /// Such as `line 3: a quoted field does not end`.
  package var description: String { "line \(line): \(reason)" }
}
