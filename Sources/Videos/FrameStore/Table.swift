import Basics

/// A comma-separated file with a header that is known in advance.
enum Table {
  /// One row, and the line that it begins in.
  struct Row {
    var fields: [String]
    var line: Int
  }

  /// Reads a file's rows.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - columns: what its header must say.
  /// - Throws: ``MalformedFile``, or a ``SystemCallError`` where it can't be read.
  static func read(_ path: String, columns: [String]) throws -> [Row] {
    let text = try BoundedFile.text(path, atMost: BoundedFile.mostOfTable)
    return try parse(text, path: path, columns: columns)
  }

  /// Reads a text's rows.
  static func parse(_ text: String, path: String, columns: [String]) throws -> [Row] {
    let table: [[String]]
    do {
      table = try CommaSeparated.parse(text)
    } catch let error as MalformedTable {
      throw MalformedFile(path: path, line: error.line, reason: error.reason)
    }
    guard table.first == columns else {
      let header = columns.joined(separator: ",")
      throw MalformedFile(path: path, line: 1, reason: "the header is not \(header)")
    }
    var line = 1
    return try table.map { fields in
      defer {
        line += 1 + fields.reduce(0) { $0 + $1.utf8.filter { $0 == UInt8(ascii: "\n") }.count }
      }
      guard fields.count == columns.count else {
        throw MalformedFile(
          path: path, line: line, reason: "\(fields.count) fields instead of \(columns.count)")
      }
      return Row(fields: fields, line: line)
    }.dropFirst().map { $0 }
  }
}
