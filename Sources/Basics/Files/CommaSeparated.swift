/// Tables of comma-separated values (RFC 4180): a header, then a row a record.
///
/// Fields that hold a comma, a quote or a line break are quoted, since names of videos may hold any
/// of them. Lines end in `\n`, as the shell's tools expect.
package enum CommaSeparated {
  /// Writes one row, line break included.
  package static func row(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  static let quote = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { [quote, comma, newline, carriageReturn].contains($0) }
    guard needsQuotes else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
