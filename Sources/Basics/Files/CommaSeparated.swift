/// Tables of comma-separated values (RFC 4180): a header, then a row a record.
///
/// Fields that hold a comma, a quote or a line break are quoted, since names of videos may hold any
/// of them. Lines end in `\n`, as the shell's tools expect.
public enum CommaSeparated {
  /// Writes one row, line break included.
  public static func row(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  /// Reads a table.
  ///
  /// - Parameter text: the file's whole text.
  /// - Returns: its rows, header included; a last line without a line break counts.
  /// - Throws: ``MalformedTable`` where a quoted field does not end.
  public static func parse(_ text: String) throws -> [[String]] {
    var rows: [[String]] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var line = 1
    var bytes = text.utf8.makeIterator()
    var pending = bytes.next()
    while let byte = pending {
      pending = bytes.next()
      if byte == newline { line += 1 }
      switch (byte, isQuoted) {
      case (quote, true) where pending == quote:
        field.append(quote)
        pending = bytes.next()
      case (quote, _):
        isQuoted.toggle()
      case (comma, false):
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      case (newline, false):
        fields.append(String(decoding: field, as: UTF8.self))
        rows.append(fields)
        fields = []
        field = []
      case (carriageReturn, false) where pending == newline:
        break
      default:
        field.append(byte)
      }
    }
    guard !isQuoted else { throw MalformedTable(line: line, reason: "a quoted field does not end") }
    if !field.isEmpty || !fields.isEmpty {
      fields.append(String(decoding: field, as: UTF8.self))
      rows.append(fields)
    }
    return rows
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { [quote, comma, newline, carriageReturn].contains($0) }
    guard needsQuotes else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

/// A table that does not follow its format.
public struct MalformedTable: ExplainedError {
  /// The line, from 1.
  public var line: Int
  /// What is wrong with it.
  public var reason: String

  /// The file's, never the request's.
  public var blame: Blame { .execution }
  /// Such as `line 3: a quoted field does not end`.
  public var description: String { "line \(line): \(reason)" }
}
