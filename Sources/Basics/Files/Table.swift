/// A file of comma-separated values whose header is known in advance, read a row at a time.
///
/// Each row becomes what it stands for before the next is read, so that a file that misleads takes no
/// more memory than a true one of its size.
package enum Table {
  /// Reads a file's rows.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - columns: what its header must say.
  ///   - element: what a row stands for.
  /// - Returns: the elements in the rows' order; O(bytes of the file).
  /// - Throws: ``MalformedFile``, ``OversizedFile``, a ``SystemCallError`` where it can't be read, or
  ///   what `element` throws.
  package static func read<Element>(
    _ path: String, columns: [String], element: (TableRow) throws -> Element
  ) throws -> [Element] {
    let text = try BoundedFile.text(path, atMost: BoundedFile.mostOfTable)
    var reader = CommaSeparatedReader(text)
    do {
      guard try reader.next()?.fields == columns else {
        throw MalformedTable(line: 1, reason: "the header is not \(columns.joined(separator: ","))")
      }
      var elements: [Element] = []
      while let row = try reader.next() { elements.append(try element(row)) }
      return elements
    } catch let error as MalformedTable {
      throw MalformedFile(path: path, line: error.line, reason: error.reason)
    }
  }

  /// Reads the rows that a writer which was stopped at any moment left whole.
  ///
  /// A torn row may be several lines, since a name in it may hold a line break.
  ///
  /// - Returns: the elements up to the first row that is not whole; none where the header is not.
  /// - Throws: ``OversizedFile``, a ``SystemCallError``, or what `element` throws.
  package static func readWholeRows<Element>(
    _ path: String, columns: [String], element: (TableRow) throws -> Element
  ) throws -> [Element] {
    let text = try BoundedFile.text(path, atMost: BoundedFile.mostOfTable)
    guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    var reader = CommaSeparatedReader(String(text[...end]))
    func nextWholeRow() -> TableRow? {
      // What is wrong with a torn row doesn't matter.
      (try? reader.next()).flatMap { $0 }
    }
    guard nextWholeRow()?.fields == columns else { return [] }
    var elements: [Element] = []
    while let row = nextWholeRow() { elements.append(try element(row)) }
    return elements
  }
}
