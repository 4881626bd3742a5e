/// A file of comma-separated values with a known header.
///
/// Each row is converted before the next one is read. So a file with wrong content does not take
/// more memory than a correct file of its size.
package enum Table {
  /// Reads the rows of a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - columns: the header that the file must have.
  ///   - optional: columns that may follow. Rows of a file without them have empty fields instead.
  ///   - element: converts a row.
  /// - Returns: the elements, in the order of the rows.
  /// - Throws: ``MalformedFile``, ``OversizedFile``, ``SystemCallError`` if the file cannot be read,
  ///   or the error of `element`.
  /// - Complexity: O(bytes of the file).
  package static func read<Element>(
    _ path: String, columns: [String], optional: [String] = [],
    element: (TableRow) throws -> Element
  ) throws -> [Element] {
    let text = try BoundedFile.text(path, atMost: BoundedFile.mostOfTable)
    var reader = CommaSeparatedReader(text)
    do {
      guard let missing = missing(try reader.next(), columns, optional) else {
        throw MalformedTable(line: 1, reason: "the header is not \(columns.joined(separator: ","))")
      }
      var elements: [Element] = []
      while var row = try reader.next() {
        row.fields += missing
        elements.append(try element(row))
      }
      return elements
    } catch let error as MalformedTable {
      throw MalformedFile(path: path, line: error.line, reason: error.reason)
    }
  }

  /// Reads the complete rows of a file whose writer was stopped at any moment.
  ///
  /// An incomplete row may consist of several lines, because a name in it may hold a line break.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - columns: the header that the file must have.
  ///   - optional: columns that may follow, as in ``read(_:columns:optional:element:)``.
  ///   - element: converts a row.
  /// - Returns: the elements up to the first incomplete row; none if the header is incomplete.
  /// - Throws: ``OversizedFile``, ``SystemCallError``, or the error of `element`.
  /// - Complexity: O(bytes of the file).
  package static func readWholeRows<Element>(
    _ path: String, columns: [String], optional: [String] = [],
    element: (TableRow) throws -> Element
  ) throws -> [Element] {
    let text = try BoundedFile.text(path, atMost: BoundedFile.mostOfTable)
    guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    var reader = CommaSeparatedReader(String(text[...end]))
    func nextWholeRow() -> TableRow? {
      // The error of an incomplete row does not matter.
      (try? reader.next()).flatMap { $0 }
    }
    guard let missing = missing(nextWholeRow(), columns, optional) else { return [] }
    var elements: [Element] = []
    while var row = nextWholeRow() {
      row.fields += missing
      elements.append(try element(row))
    }
    return elements
  }

  /// Returns the fields to add to every row, or nil if the header is wrong.
  private static func missing(
    _ header: TableRow?, _ columns: [String], _ optional: [String]
  ) -> [String]? {
    if header?.fields == columns { return optional.map { _ in "" } }
    return header?.fields == columns + optional ? [] : nil
  }
}

/// The format of comma-separated values (RFC 4180): a header, then one row for each record.
///
/// Fields that hold a comma, a quote or a line break are quoted, because names of videos may hold any
/// of them. Lines end in `\n`, as the tools of the shell expect.
package enum CommaSeparated {
  /// Returns one row with its line break.
  package static func row(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let newline = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { [quote, comma, newline, carriageReturn].contains($0) }
    guard needsQuotes else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

/// One row of a table.
package struct TableRow: Equatable, Sendable {
  /// The fields; there are as many as in the header.
  package var fields: [String]
  /// The line in which the row begins, counted from 1.
  package var line: Int
}

/// Reads comma-separated values (RFC 4180) row by row.
///
/// All rows must have as many fields as the header.
package struct CommaSeparatedReader {
  private var bytes: String.UTF8View.Iterator
  private var pending: UInt8?
  private var line = 1
  private var width: Int?

  /// The largest number of columns that a header may have.
  private static let mostColumns = 1 << 16

  /// Begins to read the text of a whole table.
  package init(_ text: String) {
    bytes = text.utf8.makeIterator()
    pending = bytes.next()
  }

  /// Reads the next row.
  ///
  /// The first row is the header. The last line needs no line break.
  ///
  /// - Returns: the row, or nil at the end.
  /// - Throws: ``MalformedTable`` if a quoted field does not end, or if the row has not as many fields
  ///   as the header.
  /// - Complexity: O(bytes of the row).
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

  /// Reads a field and the character that ends it.
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
  /// The number of the line, counted from 1.
  package var line: Int
  /// What is wrong with the line.
  package var reason: String

  /// Always ``Blame/execution``.
  package var blame: Blame { .execution }
  /// For example `line 3: a quoted field does not end`.
  package var description: String { "line \(line): \(reason)" }
}
